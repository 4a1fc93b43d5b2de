-- What only the cluster's administrator can do, once per cluster; safe to run again. `wib-tool bootstrap` runs it, then gives
-- the login roles their passwords, creates the database owned by wib_owner and closes it to everybody else.
--
-- Needs: a superuser, or (Neon, RDS, PostgreSQL 16 and later) a role with CREATEROLE, CREATEDB and BYPASSRLS: only such a role
-- may hand BYPASSRLS on. Nothing after this file needs more than wib_owner.

do $roles$
declare
  -- NOINHERIT on wib_owner: it may become wib_door or wib_backup by SET ROLE (to give functions away, to count without
  -- row-level security), but never carries their rights by accident: forced row-level security binds the owner too.
  wanted constant text[][] := array[
    ['wib_owner',    'login noinherit nobypassrls'],   -- migrations; owns every table
    ['wib_app',      'login noinherit nobypassrls'],   -- the running service; owns nothing
    ['wib_door',     'nologin noinherit bypassrls'],   -- owns the closed list of functions that look across tenants
    ['wib_purge',    'login noinherit nobypassrls'],   -- the only one that deletes; no password until a purge is set up
    ['wib_backup',   'login noinherit bypassrls'],     -- pg_dump
    ['wib_readonly', 'login noinherit nobypassrls']];  -- people who look; one tenant at a time
  role_name text;
  attributes text;
begin
  for i in 1 .. array_length(wanted, 1) loop
    role_name := wanted[i][1];
    attributes := wanted[i][2];
    if exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('alter role %I %s', role_name, attributes);
    else
      execute format('create role %I %s', role_name, attributes);
    end if;
    execute format('alter role %I set timezone = ''UTC''', role_name);
    execute format('alter role %I set search_path = public', role_name);
  end loop;
  -- A client that died in the middle of a transaction must not hold its locks for long.
  execute 'alter role wib_app set idle_in_transaction_session_timeout = ''60s''';
  execute 'grant wib_door, wib_backup to wib_owner';
  -- Who creates a database for wib_owner must be able to act as wib_owner; a superuser always is.
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    execute format('grant wib_owner to %I', current_user);
  end if;
end
$roles$;
