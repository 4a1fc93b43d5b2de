select organization_id, call_id from wib.calls_to_watch($1);
