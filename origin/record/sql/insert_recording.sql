-- Nothing comes back when it is there already: told again after an unknown outcome, or settled by another process first.
insert into recordings (id, organization_id, call_id, source, status, spool_path, started_at)
values ($1::uuid, $2::uuid, $3::uuid, 'stream', 'recording', $4, $5::timestamptz)
on conflict (organization_id, id) do nothing
returning id
