-- What happened on a call, in the order browsers may rely on: within an organization, a smaller seq is never committed after
-- a larger one, so "everything after the last id I saw" misses nothing.

create table call_timeline_events (
  id uuid not null default gen_random_uuid(),
  seq bigint not null generated always as identity,
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  event_type text not null,
  event_data jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, seq),
  unique (organization_id, id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict
);
create index call_timeline_events_of_call on call_timeline_events (organization_id, call_id, seq);
select wib.protect('call_timeline_events');
select wib.append_only('call_timeline_events', 'purgeable');

grant select on call_timeline_events to wib_app;
grant select, delete on call_timeline_events to wib_purge;
grant insert, select on call_timeline_events to wib_door;

set local role wib_door;

-- Writes an event of the current organization and returns its seq. To be the last statement before commit: the lock that
-- makes the order true is held until then. The lock is a statement of its own, so the number is drawn after it is held.
create function wib.publish_event(p_call uuid, p_type text, p_data jsonb) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization constant uuid := nullif(current_setting('app.current_organization_id', true), '')::uuid;
  v_seq bigint;
begin
  if v_organization is null then
    raise exception 'publish_event outside a tenant transaction' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('timeline:' || v_organization, 0));
  insert into public.call_timeline_events (organization_id, call_id, event_type, event_data)
  values (v_organization, p_call, p_type, coalesce(p_data, '{}'))
  returning seq into v_seq;
  return v_seq;
end
$$;
grant execute on function wib.publish_event(uuid, text, jsonb) to wib_app;
reset role;
