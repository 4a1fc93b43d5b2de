select wib.give_up_webhook($1, $2, $3, $4, $5, $6, $7) as is_new;
