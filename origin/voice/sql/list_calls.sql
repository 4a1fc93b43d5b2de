-- plan: once
-- One page of all calls and their count, in one statement so that they agree. Without a filter the count is read from the
-- index alone; with one, list_matching_calls has to look at the calls.
with page as (
  select c.* from calls c where not c.is_deleted order by c.created_at desc, c.id limit $1::int offset $2::bigint)
select (select count(*) from calls where not is_deleted) as total,
       c.id, c.status, c.direction, c.flow_type, c.from_number, c.to_number, c.user_id, u.name as user_name,
       c.started_at, c.answered_at, c.ended_at, c.duration_seconds, c.talk_seconds, c.hangup_cause, c.failure_reason,
       exists (select from recordings r where r.call_id = c.id and not r.is_deleted) as has_recording, c.created_at
  from (select 1) one
  left join page c on true
  left join users u on u.id = c.user_id
 order by c.created_at desc, c.id;
