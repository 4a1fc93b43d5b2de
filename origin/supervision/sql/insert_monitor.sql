-- No row when there is no such call.
insert into call_monitors (organization_id, call_id, supervisor_id, api_key_id, actor, mode)
select c.organization_id, c.id, $2::uuid, $3::uuid, $4::uuid, $5::text
  from calls c where c.id = $1::uuid and not c.is_deleted
returning id, call_id, mode, started_at,
          (select c.ended_at is not null from calls c where c.id = call_monitors.call_id) as is_over
