select wib.settle_webhook_failure($1, $2, $3);
