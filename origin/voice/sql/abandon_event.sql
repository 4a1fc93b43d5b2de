select wib.settle_webhook($1, $2, $3);
