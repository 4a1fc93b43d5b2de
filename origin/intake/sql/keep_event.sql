select wib.keep_webhook($1, $2, $3, $4, $5) as is_new;
