select organization_id, call_id, leg_id from wib.claim_stream_token($1);
