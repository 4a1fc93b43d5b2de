-- origin/voice/sql/list_calls.sql as it would be written where no policy holds the tenant: $3 in each place by hand.
with page as (
  select c.* from calls c where c.organization_id = $3 and not c.is_deleted order by c.created_at desc, c.id limit $1::int offset $2::bigint)
select (select count(*) from calls where organization_id = $3 and not is_deleted) as total,
       c.id, c.status, c.direction, c.flow_type, c.from_number, c.to_number, c.user_id, u.name as user_name,
       c.started_at, c.answered_at, c.ended_at, c.duration_seconds, c.talk_seconds, c.hangup_cause, c.failure_reason,
       exists (select from recordings r where r.organization_id = $3 and r.call_id = c.id and not r.is_deleted) as has_recording, c.created_at
  from (select 1) one
  left join page c on true
  left join users u on u.id = c.user_id
 order by c.created_at desc, c.id;
