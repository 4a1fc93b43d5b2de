-- Who listened in on a call, from when to when. A row is a ticket for one socket: `actor` is the session or key that asked for it,
-- and nobody else may use it. `seen_at` is kept fresh while the socket lives, so that what a killed process left open is closed by
-- a sweep.

create table call_monitors (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  supervisor_id uuid references users (id) on delete restrict,
  api_key_id uuid,
  actor uuid not null,
  mode text not null check (mode in ('listen', 'whisper', 'barge')),
  control_id text,
  started_at timestamptz not null default clock_timestamp(),
  opened_at timestamptz,
  seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  end_reason text check (end_reason in ('left', 'stopped', 'call_ended', 'stream_ended', 'revoked', 'unconfirmed', 'lost', 'restarting')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  foreign key (organization_id, api_key_id) references api_keys (organization_id, id) on delete restrict,
  check (num_nonnulls(supervisor_id, api_key_id) <= 1),
  check ((ended_at is null) = (end_reason is null))
);
create index call_monitors_of_call on call_monitors (organization_id, call_id, started_at);
create index call_monitors_open on call_monitors (seen_at) where ended_at is null;
select wib.protect('call_monitors');

grant select, insert on call_monitors to wib_app;
grant update (opened_at, seen_at, ended_at, end_reason) on call_monitors to wib_app;
grant select, delete on call_monitors to wib_purge;
grant select, update (ended_at, end_reason) on call_monitors to wib_door;

set local role wib_door;

-- Closes what nobody has been heard of for so long, of every tenant; how many there were.
create function wib.close_lost_monitors(p_after interval) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with closed as (
    update public.call_monitors m set ended_at = greatest(m.seen_at, m.started_at), end_reason = 'lost'
     where m.ended_at is null and m.seen_at < clock_timestamp() - p_after
    returning 1)
  select count(*) from closed
$$;

grant execute on function wib.close_lost_monitors(interval) to wib_app;
reset role;
