-- What this person or key has open on a call: a row for each, one without an actor when there is none, no row for no call.
with call as (select id from calls where id = $1::uuid and not is_deleted),
stopped as (
  update call_monitors m set ended_at = clock_timestamp(), end_reason = 'stopped'
    from call
   where m.call_id = call.id and m.ended_at is null and (m.actor = $2::uuid or m.supervisor_id = $3::uuid)
  returning m.actor)
select s.actor from call left join stopped s on true
