-- Twenty tenants of ten people and 6,000 calls each, with what hangs on a call: two legs, a stored recording with one derivative
-- for five of six, the gate's reasons. Ids follow from numbers, so that every run asks for the same rows.
\set tenants 20
\set calls_each 6000
begin;
insert into organizations (id, name, slug, plan)
select md5('bench-org-' || o)::uuid, 'Bench ' || o, 'bench-' || o, 'enterprise' from generate_series(0, :tenants - 1) o;
insert into users (id, name, email)
select md5('bench-user-' || o || '-' || u)::uuid, 'Agent ' || o || '.' || u, 'agent-' || o || '-' || u || '@bench.test'
  from generate_series(0, :tenants - 1) o, generate_series(0, 9) u;
insert into org_members (organization_id, user_id, role)
select md5('bench-org-' || o)::uuid, md5('bench-user-' || o || '-' || u)::uuid, 'agent'
  from generate_series(0, :tenants - 1) o, generate_series(0, 9) u;
insert into sessions (id, user_id, token_hash, active_organization_id, expires_at)
select md5('bench-session-' || o)::uuid, md5('bench-user-' || o || '-0')::uuid, md5('a' || o) || md5('b' || o),
       md5('bench-org-' || o)::uuid, now() + interval '1 day'
  from generate_series(0, :tenants - 1) o;

insert into calls (id, organization_id, status, direction, flow_type, from_number, to_number, user_id, created_by, started_at,
                   answered_at, ended_at, duration_seconds, talk_seconds, hangup_cause, gate, created_at)
select md5('bench-call-' || o || '-' || c)::uuid, md5('bench-org-' || o)::uuid,
       case when c % 6 = 0 then 'no_answer' else 'completed' end, case when c % 4 = 0 then 'inbound' else 'outbound' end,
       case when c % 4 = 0 then 'inbound' else 'direct' end, '+1555010' || lpad((c % 10000)::text, 4, '0'),
       '+1202555' || lpad((c % 10000)::text, 4, '0'), u.id, u.id, t.at,
       case when c % 6 > 0 then t.at + interval '7.25 seconds' end, t.at + interval '187.5 seconds', 187,
       case when c % 6 > 0 then 180 end, case when c % 6 = 0 then 'no_answer' else 'normal' end,
       '{"checks":[{"name":"number","outcome":"passed","reason":null},{"name":"consent","outcome":"not_checked","reason":null},
         {"name":"do_not_call","outcome":"not_checked","reason":null},{"name":"calling_hours","outcome":"passed","reason":null},
         {"name":"plan","outcome":"passed","reason":null}]}'::jsonb,
       t.at
  from generate_series(0, :tenants - 1) o, generate_series(0, :calls_each - 1) c
 cross join lateral (select md5('bench-user-' || o || '-' || c % 10)::uuid as id) u
 cross join lateral (select timestamptz '2026-01-05 08:00:00.123456+00' + make_interval(secs => c * 97.000321 + o) as at) t;

insert into call_legs (id, organization_id, call_id, role, to_number, from_number, status, dialed_at, answered_at, ended_at, hangup_cause)
select md5('bench-leg-' || role || c.id)::uuid, c.organization_id, c.id, role, c.to_number, c.from_number, c.status, c.started_at,
       c.answered_at, c.ended_at, c.hangup_cause
  from calls c, unnest(array['agent', 'consumer']) role
 where c.organization_id in (select id from organizations where slug like 'bench-%');

insert into recordings (id, organization_id, call_id, status, object_key, size_bytes, media_hash, duration_ms, frame_count, started_at,
                        ended_at, stored_at, created_at)
select md5('bench-recording-' || c.id)::uuid, c.organization_id, c.id, 'stored', 'recordings/' || c.id || '.spool', 2880000,
       md5(c.id::text) || md5('x' || c.id), 180000, 18000, c.answered_at, c.ended_at, c.ended_at, c.ended_at
  from calls c
 where c.answered_at is not null and c.organization_id in (select id from organizations where slug like 'bench-%');

insert into recording_derivatives (organization_id, recording_id, kind, content_type, object_key, size_bytes, media_hash, produced_by)
select r.organization_id, r.id, 'wav', 'audio/wav', 'derivatives/' || r.id || '.wav', 2880044, md5(r.id::text) || md5('y' || r.id), 'bench'
  from recordings r
 where r.organization_id in (select id from organizations where slug like 'bench-%');
commit;
vacuum (analyze) organizations, users, org_members, sessions, calls, call_legs, recordings, recording_derivatives;
checkpoint;
