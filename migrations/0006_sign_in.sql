-- The door's functions for sign-in (rules §1). The order of use, so that a thousand guesses at once are still counted:
--   1. record_login_attempt(username, address): refuses with a time, or counts the attempt as failed before it is checked;
--   2. find_login(email): what is needed to check the password; no row for an unknown person (check against a dummy hash);
--   3. login_succeeded(attempt, user): takes the failure back;
--   4. create_session(…).

set local role wib_door;

create function wib.role_level(p_role text) returns int language sql immutable parallel safe as $$
  select case p_role when 'owner' then 5 when 'admin' then 4
                     when 'operator' then 3 when 'manager' then 3 when 'compliance' then 3
                     when 'agent' then 2 when 'analyst' then 2
                     when 'viewer' then 1 when 'member' then 1 else 0 end
$$;

-- 10 failures in 15 minutes for an account or an address make both wait 15 minutes from the last of them. A success clears the
-- account's failures, not the address's. Counting and inserting happen under locks on both names, taken in sorted order.
create function wib.record_login_attempt(p_username text, p_ip text)
returns table (attempt_id uuid, locked_until timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_username constant text := lower(btrim(p_username));
  v_key bigint;
  v_attempt uuid;
  v_until timestamptz;
begin
  for v_key in select distinct hashtextextended(n, 1) as k
                 from unnest(array['login:' || v_username, 'login-from:' || p_ip]) n
                where n is not null order by k loop
    perform pg_advisory_xact_lock(v_key);
  end loop;
  select max(f.last_failure) + interval '15 minutes' into v_until from (
    select max(a.attempted_at) as last_failure from public.login_attempts a
     where a.username = v_username and not a.succeeded
       and a.attempted_at > clock_timestamp() - interval '15 minutes'
       and a.attempted_at > coalesce((select max(s.attempted_at) from public.login_attempts s
                                       where s.username = v_username and s.succeeded), '-infinity')
    having count(*) >= 10
    union all
    select max(a.attempted_at) from public.login_attempts a
     where a.ip = p_ip and not a.succeeded and a.attempted_at > clock_timestamp() - interval '15 minutes'
    having count(*) >= 10) f;
  if v_until is null then
    insert into public.login_attempts (username, ip) values (v_username, p_ip) returning id into v_attempt;
  end if;
  return query select v_attempt, v_until;
end
$$;

create function wib.login_succeeded(p_attempt uuid, p_user uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.login_attempts set succeeded = true where id = p_attempt;
  update public.users set last_seen_at = now() where id = p_user;
$$;

-- At most one row. The organization is the one to begin with: highest role, then oldest membership, then id; null for a
-- person who belongs nowhere.
create function wib.find_login(p_email text)
returns table (user_id uuid, email text, name text, password_hash text, platform_role text, locked_until timestamptz,
               organization_id uuid, organization_name text, role text, plan text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.password_hash, u.platform_role, u.locked_until, m.organization_id, m.organization_name,
         m.role, m.plan
    from public.users u
    left join lateral (
      select o.id as organization_id, o.name as organization_name, om.role, o.plan
        from public.org_members om
        join public.organizations o on o.id = om.organization_id and o.deleted_at is null
       where om.user_id = u.id
       order by wib.role_level(om.role) desc, om.created_at, o.id
       limit 1) m on true
   where u.normalized_email = lower(btrim(p_email))
$$;

-- Replaces an outdated form of the hash at the next good login; nothing when the password changed meanwhile.
create function wib.upgrade_password_hash(p_user uuid, p_old text, p_new text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with changed as (update public.users set password_hash = p_new where id = p_user and password_hash = p_old returning 1)
  select exists (select from changed)
$$;

-- Raises WB002 when the person is not a member of the organization.
create function wib.create_session(p_token_hash text, p_user uuid, p_organization uuid, p_fingerprint_hash text, p_ip text,
                                   p_user_agent text, p_expires_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session uuid;
begin
  if not exists (select from public.org_members m
                   join public.organizations o on o.id = m.organization_id and o.deleted_at is null
                  where m.organization_id = p_organization and m.user_id = p_user) then
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

-- The claims of a living session: at most one row; none when unknown, revoked, expired, or no longer a member.
create function wib.find_session(p_token_hash text)
returns table (session_id uuid, user_id uuid, email text, name text, organization_id uuid, organization_name text, role text,
               plan text, platform_role text, expires_at timestamptz, fingerprint_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, u.id, u.email, u.name, o.id, o.name, m.role, o.plan, u.platform_role, s.expires_at, s.fingerprint_hash
    from public.sessions s
    join public.users u on u.id = s.user_id
    join public.org_members m on m.organization_id = s.active_organization_id and m.user_id = s.user_id
    join public.organizations o on o.id = m.organization_id and o.deleted_at is null
   where s.token_hash = p_token_hash and s.revoked_at is null and s.expires_at > now()
$$;

-- Ends a session; the token's hash comes back so that caches can forget it. No row when there was none to end.
create function wib.revoke_session(p_session uuid) returns table (token_hash text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set revoked_at = now() where id = p_session and revoked_at is null returning token_hash
$$;

grant execute on function
  wib.record_login_attempt(text, text), wib.login_succeeded(uuid, uuid), wib.find_login(text),
  wib.upgrade_password_hash(uuid, text, text),
  wib.create_session(text, uuid, uuid, text, text, text, timestamptz),
  wib.find_session(text), wib.revoke_session(uuid)
to wib_app;

-- Makes a person a member, creating or renewing their login: for the demo seed and the administrator's command line.
create function wib.enrol(p_organization uuid, p_email text, p_name text, p_password_hash text, p_role text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_user uuid;
begin
  insert into public.users (email, name, password_hash, email_verified, password_changed_at)
  values (btrim(p_email), p_name, p_password_hash, now(), now())
  on conflict (normalized_email) do update
    set name = excluded.name, password_hash = excluded.password_hash, password_changed_at = now()
  returning id into v_user;
  insert into public.org_members (organization_id, user_id, role) values (p_organization, v_user, p_role)
  on conflict (organization_id, user_id) do update set role = excluded.role;
  return v_user;
end
$$;
-- What enrol would replace: null for an unknown person.
create function wib.stored_password_hash(p_email text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.password_hash from public.users u where u.normalized_email = lower(btrim(p_email))
$$;
grant execute on function wib.enrol(uuid, text, text, text, text), wib.stored_password_hash(text) to wib_owner;

reset role;
