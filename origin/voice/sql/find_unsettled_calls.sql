select organization_id, call_id from wib.unsettled_calls($1);
