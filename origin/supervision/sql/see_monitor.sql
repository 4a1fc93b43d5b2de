-- No row when it was stopped.
with seen as (
  update call_monitors set seen_at = clock_timestamp() where id = $1::uuid and ended_at is null returning call_id)
select c.ended_at is not null as is_over from seen s join calls c on c.id = s.call_id
