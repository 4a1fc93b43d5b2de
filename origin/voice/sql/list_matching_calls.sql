-- One page and the count of the whole filter, in one statement so that they agree.
with matching as (
  select c.id, c.created_at from calls c
   where not c.is_deleted
     and ($1::text is null or c.status = $1
          or ($1 = 'active' and c.status in ('pending', 'initiated', 'ringing', 'in_progress', 'on_hold', 'bridged', 'transferring')))
     and ($2::text is null or c.direction = $2)
     and ($3::text is null or c.to_number like '%' || $3 || '%' or c.from_number like '%' || $3 || '%')),
page as (select id from matching order by created_at desc, id limit $4::int offset $5::bigint)
select (select count(*) from matching) as total,
       c.id, c.status, c.direction, c.flow_type, c.from_number, c.to_number, c.user_id, u.name as user_name,
       c.started_at, c.answered_at, c.ended_at, c.duration_seconds, c.talk_seconds, c.hangup_cause, c.failure_reason,
       exists (select from recordings r where r.call_id = c.id and not r.is_deleted) as has_recording, c.created_at
  from (select 1) one
  left join (page join calls c using (id)) on true
  left join users u on u.id = c.user_id
 order by c.created_at desc, c.id;
