-- Also refuses a session that is revoked: the transaction does. 0 before anything has happened.
select coalesce(max(seq), 0) as seq from call_timeline_events
