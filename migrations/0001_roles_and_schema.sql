-- The schema of functions, who may use it, and the default that nobody may execute anything.
-- Tables live in public, functions in wib. The roles themselves come from bootstrap.sql.

do $$
begin
  if current_user <> 'wib_owner' then
    raise exception 'migrations run as wib_owner, not as %', current_user;
  end if;
end
$$;

revoke all on schema public from public;
grant usage on schema public to wib_app, wib_door, wib_purge, wib_backup, wib_readonly;

create schema wib;
grant usage on schema wib to wib_app, wib_purge, wib_backup, wib_readonly;
-- CREATE, because the functions of the door are created by it: it must own them to look across tenants.
grant usage, create on schema wib to wib_door;

alter default privileges revoke execute on functions from public;
-- As wib_door, for wib_owner does not inherit its rights.
set local role wib_door;
alter default privileges revoke execute on functions from public;
reset role;
