-- A session ends for good thirty days after somebody signed in, however often it was renewed, and after three days in which nobody
-- used it. Both are for who finds an open browser; docs/security/sessions.md says why these figures.

-- Null for those of before: they began, as far as anybody can tell, with their row.
alter table sessions add column began_at timestamptz;
alter table sessions alter column began_at set default now();
create index sessions_unused on sessions (last_seen_at) where revoked_at is null;

create function wib.session_longest() returns interval language sql immutable as $$ select interval '30 days' $$;
create function wib.session_idle() returns interval language sql immutable as $$ select interval '72 hours' $$;
grant execute on function wib.session_longest(), wib.session_idle() to wib_door, wib_app;

set local role wib_door;

create or replace function wib.find_claims(p_token_hash text)
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
     and coalesce(s.last_seen_at, s.created_at) > now() - wib.session_idle()
     and (s.active_organization_id is null or o.id is not null)
$$;

-- What the edge asks at most once a minute for each session in use: that it was used is noted then, five minutes apart.
create function wib.note_session_use(p_token_hash text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set last_seen_at = now()
   where s.token_hash = p_token_hash and s.revoked_at is null and s.expires_at > now()
     and coalesce(s.last_seen_at, s.created_at) between now() - wib.session_idle() and now() - interval '5 minutes'
$$;

-- A renewed session began when the first one did. One row for a session that lives: the new one, or without an id when it has come
-- to its end and keeps the time it has.
create function wib.renew_session(p_session uuid, p_token_hash text, p_expires_at timestamptz)
returns table (session_id uuid, expires_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with living as materialized (
    select s.*, least(p_expires_at, coalesce(s.began_at, s.created_at) + wib.session_longest()) as until from public.sessions s
     where s.id = p_session and s.revoked_at is null and s.expires_at > now() for update),
  old as (
    update public.sessions s set revoked_at = now() from living l where s.id = l.id and l.until > l.expires_at returning s.id),
  fresh as (
    insert into public.sessions (user_id, token_hash, active_organization_id, fingerprint_hash, ip, user_agent, expires_at,
                                 last_seen_at, began_at)
    select l.user_id, p_token_hash, l.active_organization_id, l.fingerprint_hash, l.ip, l.user_agent, l.until, now(), coalesce(l.began_at, l.created_at)
      from living l join old using (id)
    returning id, sessions.expires_at)
  select f.id, f.expires_at from fresh f
  union all
  select null, l.expires_at from living l where not exists (select from old)
$$;

-- For processes that were begun before this migration.
create or replace function wib.rotate_session(p_session uuid, p_token_hash text, p_expires_at timestamptz)
returns table (session_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select r.session_id from wib.renew_session(p_session, p_token_hash, p_expires_at) r where r.session_id is not null
$$;

create or replace function wib.sessions_of(p_user uuid)
returns table (id uuid, user_agent text, ip text, organization_name text, created_at timestamptz, last_seen_at timestamptz,
               expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_agent, host(s.ip), o.name, s.created_at, s.last_seen_at, s.expires_at
    from public.sessions s left join public.organizations o on o.id = s.active_organization_id
   where s.user_id = p_user and s.revoked_at is null and s.expires_at > now()
     and coalesce(s.last_seen_at, s.created_at) > now() - wib.session_idle()
   order by s.created_at desc, s.id limit 100
$$;

-- Sessions that ended with their time, or because nobody used them. Nothing is deleted: that is the purge's.
create or replace function wib.expire_sessions(p_limit int) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select s.id, least(s.expires_at, coalesce(s.last_seen_at, s.created_at) + wib.session_idle()) as ended_at
      from public.sessions s
     where s.revoked_at is null
       and (s.expires_at <= now() or coalesce(s.last_seen_at, s.created_at) <= now() - wib.session_idle())
     order by s.expires_at limit p_limit for update skip locked),
  ended as (update public.sessions s set revoked_at = due.ended_at from due where s.id = due.id returning 1)
  select count(*)::int from ended
$$;

-- What a password of this person must not be made of: their own names and those they work for.
create function wib.words_about(p_user uuid) returns table (words text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.email || ' ' || coalesce(u.name, '') || ' ' || coalesce((
           select string_agg(o.name, ' ') from (
             select o.name from public.org_members m join public.organizations o on o.id = m.organization_id
              where m.user_id = u.id and m.removed_at is null order by m.created_at limit 5) o), '')
    from public.users u where u.id = p_user
$$;

-- Ends a person's sessions in this organization, wherever they are signed in; those they have in others are others' affair.
create function wib.end_sessions_here(p_user uuid) returns table (token_hash text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set revoked_at = now()
   where user_id = p_user and active_organization_id = wib.bound_organization() and revoked_at is null and expires_at > now()
  returning token_hash
$$;

grant execute on function
  wib.end_sessions_here(uuid), wib.note_session_use(text), wib.renew_session(uuid, text, timestamptz), wib.words_about(uuid)
to wib_app;
reset role;
