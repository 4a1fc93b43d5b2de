-- What we mean to tell a carrier, written with the change that wants it. The row's id is the carrier's own idempotency key.
-- Whoever writes a command drains it at once; the sweep takes over what is still open after `next_attempt_at`.

create table command_outbox (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  leg_id uuid,
  kind text not null check (kind in ('dial', 'hangup', 'bridge', 'speak', 'start_stream')),
  payload jsonb not null default '{}',
  status text not null default 'pending' check (status in ('pending', 'sent', 'done', 'refused', 'outcome_unknown')),
  attempts int not null default 0 check (attempts >= 0),
  first_sent_at timestamptz,
  next_attempt_at timestamptz not null default clock_timestamp() + interval '10 seconds',
  settled_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  foreign key (organization_id, leg_id) references call_legs (organization_id, id) on delete restrict
);
create index command_outbox_of_call on command_outbox (organization_id, call_id);
create index command_outbox_due on command_outbox (next_attempt_at) where status in ('pending', 'sent');
select wib.protect('command_outbox');
-- A command whose outcome is unknown is never sent again; only news from the carrier settles it.
create trigger moves before update of status on command_outbox for each row
  execute function wib.allow_moves('pending>sent,done,refused,outcome_unknown', 'sent>pending,done,refused,outcome_unknown',
                                   'outcome_unknown>done,refused');

-- The first time a command left never changes: a dial may not be repeated 45 s after it, however often it is swept.
create function wib.guard_first_sent() returns trigger language plpgsql as $$
begin
  if old.first_sent_at is not null and new.first_sent_at is distinct from old.first_sent_at then
    raise exception 'command_outbox: first_sent_at is set once'
      using errcode = 'check_violation', constraint = 'command_outbox_first_sent_once';
  end if;
  return new;
end
$$;
create trigger guard_first_sent before update of first_sent_at on command_outbox for each row
  execute function wib.guard_first_sent();

grant select, insert on command_outbox to wib_app;
grant update (payload, status, attempts, first_sent_at, next_attempt_at, settled_at, last_error) on command_outbox to wib_app;
grant select, delete on command_outbox to wib_purge;
grant select on command_outbox to wib_door;
grant update (next_attempt_at) on command_outbox to wib_door;

set local role wib_door;
-- Open commands of every tenant whose time has come, leased to the caller for `p_lease`: two sweeps never get the same one.
create function wib.due_commands(p_limit int default 50, p_lease interval default '20 seconds')
returns table (id uuid, organization_id uuid, call_id uuid, leg_id uuid, kind text, payload jsonb, status text, attempts int,
               first_sent_at timestamptz, created_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select o.organization_id, o.id from public.command_outbox o
     where o.status in ('pending', 'sent') and o.next_attempt_at <= clock_timestamp()
     order by o.next_attempt_at limit p_limit for update skip locked)
  update public.command_outbox c set next_attempt_at = clock_timestamp() + p_lease
    from due where c.organization_id = due.organization_id and c.id = due.id
  returning c.id, c.organization_id, c.call_id, c.leg_id, c.kind, c.payload, c.status, c.attempts, c.first_sent_at, c.created_at
$$;
grant execute on function wib.due_commands(int, interval) to wib_app;
reset role;
