-- A browser that listens to all calls asks for what came after the last event it has: the newest sequence and those beyond one.

create index call_timeline_events_of_organization on call_timeline_events (organization_id, seq);
