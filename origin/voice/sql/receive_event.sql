select id, is_new, status, organization_id, call_id from wib.receive_webhook($1, $2, $3, $4, $5, $6, $7);
