select seq, event_type, event_data, created_at from call_timeline_events where call_id = $1 order by seq limit 2000;
