insert into call_facts (organization_id, call_id, leg_id, kind, occurred_at, received_at, source, event_id, payload)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (organization_id, source, event_id) do nothing;
