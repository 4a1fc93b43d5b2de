-- People may belong nowhere yet, or no more: sessions without an organization, memberships that ended, organizations founded by
-- whoever signs up.

alter table sessions alter column active_organization_id drop not null;
-- Nothing is deleted: who belonged keeps the name that stands in the records.
alter table org_members add column removed_at timestamptz;
create index sessions_by_organization on sessions (active_organization_id) where revoked_at is null;

grant insert, update on organizations to wib_door;

-- What befell a person's own account when no organization's audit log could hold it. Nothing here names an address.
create table account_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete restrict,
  action text not null,
  correlation_id text,
  created_at timestamptz not null default clock_timestamp()
);
create index account_events_of_user on account_events (user_id, created_at desc);
select wib.conceal('account_events');
select wib.append_only('account_events', 'purgeable');
grant select, insert on account_events to wib_door;
grant select, delete on account_events to wib_purge;

set local role wib_door;

-- The organization this transaction is bound to; null outside of one. Functions of the door act on no other.
create function wib.bound_organization() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.current_organization_id', true), '')::uuid
$$;

create or replace function wib.enter(p_organization uuid, p_actor_kind text, p_actor uuid)
returns table (role text, plan text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_alive boolean;
  v_role text;
  v_plan text;
begin
  if p_actor_kind = 'session' then
    select s.revoked_at is null and s.expires_at > now(), m.role, o.plan
      into v_alive, v_role, v_plan
      from public.sessions s
      left join public.org_members m
        on m.organization_id = p_organization and m.user_id = s.user_id and m.removed_at is null
      left join public.organizations o on o.id = m.organization_id and o.deleted_at is null
     where s.id = p_actor;
  elsif p_actor_kind = 'api_key' then
    -- A key never outranks who made it, and dies with that membership.
    select k.revoked_at is null and (k.expires_at is null or k.expires_at > now()), m.role, o.plan
      into v_alive, v_role, v_plan
      from public.api_keys k
      left join public.org_members m
        on m.organization_id = k.organization_id and m.user_id = k.user_id and m.removed_at is null
      left join public.organizations o on o.id = m.organization_id and o.deleted_at is null
     where k.organization_id = p_organization and k.id = p_actor;
  elsif p_actor_kind in ('job', 'webhook') then
    v_alive := true;
    select 'none', o.plan into v_role, v_plan from public.organizations o where o.id = p_organization;
  elsif p_actor_kind = 'founder' then
    -- Binds an organization that is founded in this very transaction: one that exists is nobody's to found.
    v_alive := true;
    select 'none', 'free' into v_role, v_plan
     where not exists (select from public.organizations o where o.id = p_organization);
  else
    raise exception 'unknown kind of actor: %', p_actor_kind using errcode = 'invalid_parameter_value';
  end if;

  if v_alive is not true then
    raise exception 'session or key revoked or expired' using errcode = 'WB001';
  end if;
  if v_role is null or v_plan is null then
    raise exception 'not a member of the organization' using errcode = 'WB002';
  end if;

  perform set_config('app.current_organization_id', p_organization::text, true),
          set_config('app.current_actor_kind', p_actor_kind, true);
  return query select v_role, v_plan;
end
$$;

-- Where a person begins: highest role, then oldest membership, then id.
create function wib.first_organization(p_user uuid)
returns table (organization_id uuid, organization_name text, role text, plan text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.name, m.role, o.plan
    from public.org_members m join public.organizations o on o.id = m.organization_id and o.deleted_at is null
   where m.user_id = p_user and m.removed_at is null
   order by wib.role_level(m.role) desc, m.created_at, o.id
   limit 1
$$;

create or replace function wib.find_login(p_email text)
returns table (user_id uuid, email text, name text, password_hash text, platform_role text, locked_until timestamptz,
               organization_id uuid, organization_name text, role text, plan text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.password_hash, u.platform_role, u.locked_until, m.organization_id, m.organization_name,
         m.role, m.plan
    from public.users u left join lateral wib.first_organization(u.id) m on true
   where u.normalized_email = lower(btrim(p_email))
$$;

-- A session without an organization is one of a person who belongs nowhere yet.
create or replace function wib.create_session(p_token_hash text, p_user uuid, p_organization uuid, p_fingerprint_hash text,
                                   p_ip text, p_user_agent text, p_expires_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session uuid;
begin
  if p_organization is not null and not exists (
       select from public.org_members m join public.organizations o on o.id = m.organization_id and o.deleted_at is null
        where m.organization_id = p_organization and m.user_id = p_user and m.removed_at is null) then
    raise exception 'not a member of the organization' using errcode = 'WB002';
  end if;
  insert into public.sessions (user_id, token_hash, active_organization_id, fingerprint_hash, ip, user_agent, expires_at,
                               last_seen_at)
  values (p_user, p_token_hash, p_organization, p_fingerprint_hash, nullif(p_ip, '')::inet, left(p_user_agent, 500),
          p_expires_at, now())
  returning id into v_session;
  return v_session;
end
$$;

-- Who is behind a token: like find_session, and people without an organization too. One whose organization is none of theirs
-- any more has no session: they sign in again, elsewhere.
create function wib.find_claims(p_token_hash text)
returns table (session_id uuid, user_id uuid, email text, email_verified boolean, name text, organization_id uuid,
               organization_name text, role text, plan text, platform_role text, expires_at timestamptz, fingerprint_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, u.id, u.email, u.email_verified is not null, u.name, o.id, o.name, coalesce(m.role, 'none'), o.plan,
         u.platform_role, s.expires_at, s.fingerprint_hash
    from public.sessions s
    join public.users u on u.id = s.user_id
    left join public.org_members m
      on m.organization_id = s.active_organization_id and m.user_id = s.user_id and m.removed_at is null
    left join public.organizations o on o.id = m.organization_id and o.deleted_at is null
   where s.token_hash = p_token_hash and s.revoked_at is null and s.expires_at > now()
     and (s.active_organization_id is null or o.id is not null)
$$;

create or replace function wib.find_session(p_token_hash text)
returns table (session_id uuid, user_id uuid, email text, name text, organization_id uuid, organization_name text, role text,
               plan text, platform_role text, expires_at timestamptz, fingerprint_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select session_id, user_id, email, name, organization_id, organization_name, role, plan, platform_role, expires_at,
         fingerprint_hash
    from wib.find_claims(p_token_hash) where organization_id is not null
$$;

-- Another token for a living session near its end; one row when it was this call that made it.
create function wib.rotate_session(p_session uuid, p_token_hash text, p_expires_at timestamptz) returns table (session_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with old as (
    update public.sessions set revoked_at = now()
     where id = p_session and revoked_at is null and expires_at > now()
    returning user_id, active_organization_id, fingerprint_hash, ip, user_agent)
  insert into public.sessions (user_id, token_hash, active_organization_id, fingerprint_hash, ip, user_agent, expires_at,
                               last_seen_at)
  select user_id, p_token_hash, active_organization_id, fingerprint_hash, ip, user_agent, p_expires_at, now() from old
  returning id
$$;

create function wib.note_account_event(p_user uuid, p_action text, p_correlation_id text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.account_events (user_id, action, correlation_id) values (p_user, p_action, p_correlation_id)
$$;

-- A person who has just told us a name and an address; `p_proven`: the address is known to be theirs. 23505 when it is taken.
create function wib.create_user(p_email text, p_name text, p_password_hash text, p_proven boolean) returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.users (email, name, password_hash, password_changed_at, email_verified)
  values (btrim(p_email), p_name, p_password_hash, now(), case when p_proven then now() end)
  returning id
$$;

-- Founds the organization this transaction is bound to (wib.enter as founder), with its first owner. Whose address is not proven
-- founds once only: the second waits for the proof.
create function wib.found_organization(p_name text, p_user uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.organizations (id, name, plan, created_by, owner_id)
  values (wib.bound_organization(), p_name, 'free', p_user, p_user);
  insert into public.org_members (organization_id, user_id, role) values (wib.bound_organization(), p_user, 'owner');
end
$$;

-- A session's organization, for this session alone; the hash of its token comes back so that caches forget it. No row when the
-- person of the session does not belong there.
create function wib.switch_session(p_session uuid, p_organization uuid) returns table (token_hash text, role text, plan text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set active_organization_id = p_organization
    from public.org_members m, public.organizations o
   where s.id = p_session and s.revoked_at is null and m.organization_id = p_organization and m.user_id = s.user_id
     and m.removed_at is null and o.id = m.organization_id and o.deleted_at is null
  returning s.token_hash, m.role, o.plan
$$;

create function wib.organizations_of(p_user uuid)
returns table (id uuid, name text, plan text, role text, member_count bigint, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.name, o.plan, m.role,
         (select count(*) from public.org_members c where c.organization_id = o.id and c.removed_at is null), m.created_at
    from public.org_members m join public.organizations o on o.id = m.organization_id and o.deleted_at is null
   where m.user_id = p_user and m.removed_at is null
   order by o.name, o.id
$$;

grant execute on function
  wib.bound_organization(), wib.first_organization(uuid), wib.find_claims(text),
  wib.rotate_session(uuid, text, timestamptz), wib.note_account_event(uuid, text, text),
  wib.create_user(text, text, text, boolean), wib.found_organization(text, uuid), wib.switch_session(uuid, uuid),
  wib.organizations_of(uuid)
to wib_app;
reset role;
