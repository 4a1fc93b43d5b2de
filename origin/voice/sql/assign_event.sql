select wib.assign_webhook($1, $2, $3) as assigned;
