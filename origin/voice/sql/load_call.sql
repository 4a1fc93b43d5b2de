-- A call with its legs and everything known of it. $2, $3: the news at hand, and whether its event has been applied already.
select c.organization_id, c.id, c.status, c.direction, c.flow_type, c.is_test, c.from_number, c.to_number, c.user_id,
       c.started_at, c.answered_at, c.ended_at, c.hangup_cause, c.ring_seconds, c.longest_seconds, c.created_at,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'id', l.id, 'role', l.role, 'carrier', l.carrier, 'control_id', l.control_id, 'session_id', l.session_id,
                 'carrier_leg_id', l.carrier_leg_id, 'to_number', l.to_number, 'from_number', l.from_number)), '[]')
          from call_legs l
         where l.organization_id = c.organization_id and l.call_id = c.id and l.role in ('agent', 'consumer')) as legs,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'kind', f.kind, 'leg_id', f.leg_id, 'occurred_at', f.occurred_at, 'received_at', f.received_at,
                 'source', f.source, 'cause', f.payload ->> 'cause', 'answered_by', f.payload ->> 'answered_by')), '[]')
          from call_facts f where f.organization_id = c.organization_id and f.call_id = c.id) as facts,
       (select w.status from webhook_inbox w where w.vendor = $2 and w.event_id = $3) as event_status
  from calls c
 where c.id = $1;
