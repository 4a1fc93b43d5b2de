-- What a call was started with, and when it must be looked at again if no news comes before.

alter table calls
  add column ring_seconds int not null default 30 check (ring_seconds between 5 and 600),
  add column longest_seconds int not null default 14400 check (longest_seconds between 30 and 14400),
  add column watch_at timestamptz;
create index calls_to_watch on calls (watch_at) where watch_at is not null;
grant update (watch_at) on calls to wib_app;
grant update (watch_at) on calls to wib_door;

-- A suspended organization keeps its data and places no calls.
alter table organizations add column suspended_at timestamptz;

set local role wib_door;

-- Calls whose time has come, of every tenant, each leased to the caller: two watches do not get the same one within it.
create function wib.calls_to_watch(p_limit int default 100, p_lease interval default '10 seconds')
returns table (organization_id uuid, call_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select c.organization_id, c.id from public.calls c
     where c.watch_at <= clock_timestamp()
     order by c.watch_at limit p_limit for no key update skip locked)
  update public.calls c set watch_at = clock_timestamp() + p_lease
    from due where c.organization_id = due.organization_id and c.id = due.id
  returning c.organization_id, c.id
$$;
grant execute on function wib.calls_to_watch(int, interval) to wib_app;
reset role;
