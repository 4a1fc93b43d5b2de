select wib.reopen_webhook($1, $2) as reopened;
