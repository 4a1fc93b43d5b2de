-- Who belongs to an organization, with which role, and who is invited.

create table team_invites (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  email text not null,              -- as addresses are compared: trimmed, lower case
  role text not null default 'viewer'
    check (role in ('viewer', 'agent', 'analyst', 'operator', 'manager', 'compliance', 'admin')),
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  status text not null default 'pending' check (status in ('pending', 'accepted', 'cancelled', 'expired')),
  invited_by uuid references users (id) on delete restrict,
  accepted_by uuid references users (id) on delete restrict,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index team_invites_one_pending on team_invites (organization_id, email) where status = 'pending';
create index team_invites_of_organization on team_invites (organization_id, created_at desc);
select wib.protect('team_invites');
create trigger moves before update of status on team_invites for each row
  execute function wib.allow_moves('pending>accepted,cancelled,expired');
-- The hash is nobody's reading matter but the door's.
revoke select on team_invites from wib_readonly;
grant select (id, organization_id, email, role, status, invited_by, accepted_by, expires_at, accepted_at, created_at)
  on team_invites to wib_app, wib_readonly;
grant insert on team_invites to wib_app;
grant update (status) on team_invites to wib_app;
grant select, delete on team_invites to wib_purge;
grant select, update on team_invites to wib_door;

set local role wib_door;

-- Changes of who belongs and of roles wait for each other: counting owners and changing one is two statements.
create function wib.lock_team() returns void language sql volatile as $$
  select pg_advisory_xact_lock(hashtextextended('team:' || wib.bound_organization()::text, 1))
$$;

-- What caches hold of a member of this organization: the keys the edge forgets when the member's role or membership changes.
create function wib.cached_claims_of(p_user uuid) returns table (token_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.token_hash from public.sessions s
   where s.user_id = p_user and s.active_organization_id = wib.bound_organization()
     and s.revoked_at is null and s.expires_at > now()
$$;

create function wib.set_member_role(p_user uuid, p_role text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.org_members set role = p_role
   where organization_id = wib.bound_organization() and user_id = p_user and removed_at is null
$$;

-- Ends a membership of this organization and the sessions that are in it.
create function wib.remove_member(p_user uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.org_members set removed_at = now()
   where organization_id = wib.bound_organization() and user_id = p_user and removed_at is null;
  update public.sessions set revoked_at = now()
   where user_id = p_user and active_organization_id = wib.bound_organization() and revoked_at is null;
$$;

-- What an invitation offers, whoever asks with its token; nothing when it may not be accepted any more.
create function wib.find_invite(p_token_hash text)
returns table (id uuid, organization_id uuid, organization_name text, email text, role text, expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, o.id, o.name, i.email, i.role, i.expires_at
    from public.team_invites i join public.organizations o on o.id = i.organization_id and o.deleted_at is null
   where i.token_hash = p_token_hash and i.status = 'pending' and i.expires_at > now()
$$;

-- Accepts an invitation of this organization for the person it was sent to, once; that they hold its token proves the address.
-- The role it gives comes back; null when there is nothing to accept. Whoever belongs already keeps the higher role.
create function wib.accept_invite(p_token_hash text, p_user uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_invite uuid;
  v_role text;
begin
  update public.team_invites i set status = 'accepted', accepted_by = p_user, accepted_at = now()
    from public.users u
   where i.organization_id = wib.bound_organization() and i.token_hash = p_token_hash and i.status = 'pending'
     and i.expires_at > now() and u.id = p_user and u.normalized_email = i.email
  returning i.id, i.role into v_invite, v_role;
  if v_invite is null then
    return null;
  end if;
  update public.users set email_verified = coalesce(email_verified, now()) where id = p_user;
  insert into public.org_members as m (organization_id, user_id, role, invite_id)
  values (wib.bound_organization(), p_user, v_role, v_invite)
  on conflict (organization_id, user_id) do update
    set role = case when m.removed_at is null and wib.role_level(m.role) > wib.role_level(excluded.role)
                    then m.role else excluded.role end,
        removed_at = null, invite_id = excluded.invite_id
  returning role into v_role;
  return v_role;
end
$$;

-- Whether the people behind a session or a new account may act in our name towards others.
create function wib.has_proven_address(p_user uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.users where id = p_user and email_verified is not null)
$$;

create function wib.update_organization(p_name text, p_timezone text, p_start time, p_end time, p_address text, p_industry text)
returns void language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.organizations
     set name = coalesce(p_name, name), timezone = coalesce(p_timezone, timezone),
         calling_hours_start = coalesce(p_start, calling_hours_start), calling_hours_end = coalesce(p_end, calling_hours_end),
         address = coalesce(p_address, address), industry = coalesce(p_industry, industry)
   where id = wib.bound_organization()
$$;

-- A person's living sessions, newest first.
create function wib.sessions_of(p_user uuid)
returns table (id uuid, user_agent text, ip text, organization_name text, created_at timestamptz, last_seen_at timestamptz,
               expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_agent, host(s.ip), o.name, s.created_at, s.last_seen_at, s.expires_at
    from public.sessions s left join public.organizations o on o.id = s.active_organization_id
   where s.user_id = p_user and s.revoked_at is null and s.expires_at > now()
   order by s.created_at desc, s.id limit 100
$$;

-- Ends one session of that person; somebody else's is none.
create function wib.end_session_of(p_user uuid, p_session uuid) returns table (token_hash text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set revoked_at = now() where id = p_session and user_id = p_user and revoked_at is null
  returning token_hash
$$;

grant execute on function
  wib.lock_team(), wib.cached_claims_of(uuid), wib.set_member_role(uuid, text), wib.remove_member(uuid),
  wib.find_invite(text), wib.accept_invite(text, uuid), wib.has_proven_address(uuid),
  wib.update_organization(text, text, time, time, text, text), wib.sessions_of(uuid), wib.end_session_of(uuid, uuid)
to wib_app;
reset role;
