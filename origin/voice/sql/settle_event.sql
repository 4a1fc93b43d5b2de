update webhook_inbox set status = $3, call_id = coalesce(call_id, $4), attempts = attempts + 1, processed_at = clock_timestamp()
 where vendor = $1 and event_id = $2 and status = 'received';
