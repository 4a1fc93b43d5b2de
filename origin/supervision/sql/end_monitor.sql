update call_monitors set ended_at = clock_timestamp(), end_reason = $2::text
 where id = $1::uuid and ended_at is null
returning id
