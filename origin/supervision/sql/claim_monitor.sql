-- Of two sockets that come with the same ticket one is let in, within a minute, and only for whoever asked for it.
update call_monitors set opened_at = clock_timestamp(), seen_at = clock_timestamp()
 where id = $1::uuid and call_id = $2::uuid and actor = $3::uuid and mode = 'listen'
   and ended_at is null and opened_at is null and started_at > clock_timestamp() - interval '1 minute'
returning id
