-- Switches: one for everybody, one for an organization with limits. What is in force is a rule of shared/plans/flags.hpp: off for
-- everybody is off, else the organization's row, else everybody's, else the code's default. A row taken away keeps its place
-- (removed_at), for only the purge deletes.

create table global_feature_flags (
  id uuid primary key default gen_random_uuid(),
  feature text not null unique check (length(feature) between 1 and 100),
  enabled boolean not null default true,
  disabled_reason text,
  disabled_at timestamptz,
  disabled_by uuid references users (id) on delete restrict,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create trigger touch_updated_at before update on global_feature_flags for each row execute function wib.touch_updated_at();
insert into global_feature_flags (feature) values
  ('grok_chat_enabled'), ('openai_chat_enabled'), ('grok_tts_enabled'), ('elevenlabs_tts_enabled');
grant select on global_feature_flags to wib_app, wib_readonly, wib_backup;
grant select, insert, update on global_feature_flags to wib_door;

create table org_feature_flags (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  feature text not null check (length(feature) between 1 and 100),
  enabled boolean not null default true,
  disabled_reason text,
  disabled_at timestamptz,
  disabled_by uuid references users (id) on delete restrict,
  daily_limit int check (daily_limit >= 0),
  monthly_limit int check (monthly_limit >= 0),
  current_daily_usage int not null default 0 check (current_daily_usage >= 0),
  current_monthly_usage int not null default 0 check (current_monthly_usage >= 0),
  usage_reset_at timestamptz,
  config_value text,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, feature)
);
select wib.protect('org_feature_flags');
grant select, insert, update on org_feature_flags to wib_app;
grant select, delete on org_feature_flags to wib_purge;

set local role wib_door;

-- Who may act for the whole platform: a living session of a person with the platform role. Raises WB003.
create function wib.require_platform_admin(p_session uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_user uuid;
begin
  select u.id into v_user from public.sessions s join public.users u on u.id = s.user_id
   where s.id = p_session and s.revoked_at is null and s.expires_at > now()
     and u.platform_role in ('platform_admin', 'platform-admin');
  if v_user is null then
    raise exception 'not a platform administrator' using errcode = 'WB003';
  end if;
  return v_user;
end
$$;

-- Sets everybody's switch. p_how: 'create' (no row when there is one already), 'change' or 'remove' (no row when there is none).
-- The row as it is now comes back with what it was before.
create function wib.set_global_flag(p_session uuid, p_how text, p_feature text, p_enabled boolean, p_reason text)
returns table (feature text, enabled boolean, disabled_reason text, disabled_at timestamptz, updated_at timestamptz, was_enabled boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_user constant uuid := wib.require_platform_admin(p_session);
  v_was boolean;
  v_there boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('global-flag:' || p_feature, 3));
  select f.enabled, f.removed_at is null into v_was, v_there from public.global_feature_flags f where f.feature = p_feature;
  if coalesce(v_there, false) = (p_how = 'create') then
    return;
  end if;
  return query
    insert into public.global_feature_flags as f (feature, enabled, disabled_reason, disabled_at, disabled_by)
    values (p_feature, p_enabled, p_reason, case when not p_enabled then now() end, case when not p_enabled then v_user end)
    on conflict (feature) do update
      set enabled = excluded.enabled, disabled_reason = excluded.disabled_reason, disabled_at = excluded.disabled_at,
          disabled_by = excluded.disabled_by, removed_at = case when p_how = 'remove' then now() end
    returning f.feature, f.enabled, f.disabled_reason, f.disabled_at, f.updated_at, v_was;
end
$$;

-- The platform's figures, over every tenant, for who may see them.
create function wib.platform_metrics(p_session uuid)
returns table (active_calls bigint, total_orgs bigint, total_users bigint, concurrent_sessions bigint, total_calls_30d bigint,
               total_seconds_30d bigint, plans jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform wib.require_platform_admin(p_session);
  return query select
    (select count(*) from public.calls c where c.ended_at is null and c.started_at > now() - interval '5 hours' and not c.is_deleted),
    (select count(*) from public.organizations o where o.deleted_at is null),
    (select count(*) from public.users),
    (select count(*) from public.sessions s where s.revoked_at is null and s.expires_at > now()
        and coalesce(s.last_seen_at, s.created_at) > now() - interval '30 minutes'),
    (select count(*) from public.calls c where c.created_at > now() - interval '30 days' and not c.is_deleted),
    (select coalesce(sum(c.talk_seconds), 0)::bigint from public.calls c
      where c.created_at > now() - interval '30 days' and not c.is_deleted),
    (select coalesce(jsonb_object_agg(p.plan, p.many), '{}') from (
       select wib.plan_of(o.id) as plan, count(*) as many from public.organizations o
        where o.deleted_at is null and o.plan_status in ('active', 'past_due') group by 1) p);
end
$$;

grant execute on function wib.require_platform_admin(uuid), wib.set_global_flag(uuid, text, text, boolean, text),
  wib.platform_metrics(uuid) to wib_app;
reset role;
