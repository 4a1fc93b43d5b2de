-- How much a plan includes (rules §3; -1: unlimited) and what an organization has used. The figures are those of
-- shared/plans/limits.cpp; a test compares them row by row.

create table plan_usage_limits (
  id uuid primary key default gen_random_uuid(),
  plan text not null check (plan in ('free', 'starter', 'pro', 'business', 'enterprise')),
  metric text not null,
  limit_value bigint not null check (limit_value >= -1),
  unique (plan, metric)
);
insert into plan_usage_limits (plan, metric, limit_value)
select p.plan, m.metric, m.by_plan[p.rank]
  from (values ('free', 1), ('starter', 2), ('pro', 3), ('business', 4), ('enterprise', 5)) as p (plan, rank),
       (values ('calls',                array[100, 1000, 5000, 20000, -1]::bigint[]),
               ('users',                array[1, 5, 20, 100, -1]::bigint[]),
               ('longest_call_minutes', array[10, 30, 60, 120, 240]::bigint[]),
               ('retention_days',       array[7, 30, 90, 365, 2555]::bigint[]),
               ('storage_bytes',        array[1000000000, 5000000000, 25000000000, 100000000000, -1]::bigint[]),
               ('minutes',              array[500, 2500, 10000, 25000, 50000]::bigint[]),
               ('transcripts',          array[50, 250, 1000, 2500, 5000]::bigint[])) as m (metric, by_plan);
grant select on plan_usage_limits to wib_app, wib_door, wib_readonly, wib_backup;

-- What was used in a month, counted in the transaction that uses it.
create table usage_meters (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  metric text not null check (metric in ('calls', 'minutes', 'transcripts', 'transcription_minutes', 'ai_tokens', 'sms',
                                         'storage_gb', 'seats')),
  period_start date not null,
  quantity numeric not null default 0 check (quantity >= 0),
  reported_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, metric, period_start)
);
select wib.protect('usage_meters');

-- That admins were told of a limit: once a metric, month and mark.
create table usage_alerts (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  metric text not null,
  period_start date not null,
  percent int not null check (percent between 1 and 100),
  used bigint not null,
  limit_value bigint not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, metric, period_start, percent)
);
select wib.protect('usage_alerts');

grant select, insert, update on usage_meters to wib_app;
grant select, insert on usage_alerts to wib_app;
grant select, delete on usage_meters, usage_alerts to wib_purge;

set local role wib_door;

-- How many of the plan's users there are: members, and who is invited and may still accept; not who is invited under p_except.
create function wib.users_taken(p_except text) returns bigint language sql stable as $$
  select (select count(*) from public.org_members m where m.removed_at is null)
       + (select count(*) from public.team_invites i
           where i.status = 'pending' and i.expires_at > now() and i.email is distinct from p_except)
$$;
grant execute on function wib.users_taken(text) to wib_app;
reset role;
