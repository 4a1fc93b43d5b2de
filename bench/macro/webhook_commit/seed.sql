-- Conversations under way, each with a consumer's leg the carrier knows, as they are when the call is answered.
begin;
insert into organizations (id, name, slug, plan) values (md5('bench-hook-:run')::uuid, 'Bench of webhooks', 'bench-hooks-:run', 'enterprise');
insert into calls (id, organization_id, status, direction, flow_type, from_number, to_number, started_at, answered_at, created_at)
select md5('bench-hook-:run-call-' || c)::uuid, md5('bench-hook-:run')::uuid, 'in_progress', 'outbound', 'direct', '+15550100000',
       '+1202555' || lpad((c % 10000)::text, 4, '0'), now() - interval '60 seconds', now() - interval '50 seconds', now() - interval '60 seconds'
  from generate_series(1, :calls) c;
insert into call_legs (id, organization_id, call_id, role, to_number, from_number, status, dialed_at, answered_at, control_id, session_id, carrier_leg_id)
select md5('bench-hook-leg-' || c.id)::uuid, c.organization_id, c.id, 'consumer', c.to_number, c.from_number, 'in_progress', c.started_at,
       c.answered_at, 'v3:bench-' || c.id, md5('s' || c.id)::uuid, md5('l' || c.id)::uuid
  from calls c where c.organization_id = md5('bench-hook-:run')::uuid;
insert into call_facts (organization_id, call_id, leg_id, kind, occurred_at, received_at, source, event_id)
select l.organization_id, l.call_id, l.id, f.kind, f.at, f.at, f.source, f.kind || l.call_id
  from call_legs l
 cross join lateral (values ('dial_requested', l.dialed_at, 'us'), ('dialed', l.dialed_at, 'carrier'), ('answered', l.answered_at, 'carrier')) f (kind, at, source)
 where l.organization_id = md5('bench-hook-:run')::uuid;
commit;
analyze calls, call_legs, call_facts, webhook_inbox;
