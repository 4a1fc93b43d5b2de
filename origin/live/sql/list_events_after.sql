-- $1 call or null for all, $2 last sequence seen, $3 whether to begin five seconds before it, $4 rows at most
select seq, event_type, event_data::text as event_data
  from call_timeline_events
 where ($1::uuid is null or call_id = $1::uuid)
   and (seq > $2::bigint
        or ($3::boolean
            and seq <= $2::bigint
            and created_at > (select e.created_at - interval '5 seconds' from call_timeline_events e where e.seq = $2::bigint)
            and seq <> $2::bigint))
 order by seq
 limit $4::int
