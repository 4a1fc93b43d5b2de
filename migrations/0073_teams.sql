-- Departments: a tree of teams inside an organization, each with a manager, and who is in them. Deactivated, never deleted; who leaves
-- the organization leaves its teams in the same transaction. What is true of the tree is kept here whoever writes: the triggers wait for
-- each other on the lock of wib.lock_team, and then read with eyes opened after it.

create table teams (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  name text not null check (length(name) between 1 and 100),
  description text check (length(description) <= 2000),
  team_type text not null default 'department' check (length(team_type) between 1 and 50),
  parent_team_id uuid,
  manager_user_id uuid,
  is_active boolean not null default true,
  created_by uuid references users (id) on delete restrict,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, parent_team_id) references teams (organization_id, id) on delete restrict,
  foreign key (organization_id, manager_user_id) references org_members (organization_id, user_id) on delete restrict,
  constraint teams_stand_below_others check (parent_team_id <> id)
);
create unique index teams_of_a_name on teams (organization_id, name) where is_active;
create index teams_below on teams (organization_id, parent_team_id);
create index teams_of_manager on teams (organization_id, manager_user_id);
select wib.protect('teams');

create table team_members (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  team_id uuid not null,
  user_id uuid not null,
  team_role text not null default 'member' check (length(team_role) between 1 and 50),
  added_by uuid references users (id) on delete restrict,
  joined_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, team_id, user_id),
  foreign key (organization_id, team_id) references teams (organization_id, id) on delete restrict,
  foreign key (organization_id, user_id) references org_members (organization_id, user_id) on delete restrict
);
create index team_members_of_user on team_members (organization_id, user_id);
select wib.protect('team_members');

-- The same lock as wib.lock_team, by the row's own organization: whoever removes a member holds it too. After the row, so that whose it is
-- (row-level security, keys) has been asked before what it says.
create function wib.keep_the_tree() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('team:' || new.organization_id::text, 1));
  if new.manager_user_id is not null and not exists (
       select from public.org_members m
        where m.organization_id = new.organization_id and m.user_id = new.manager_user_id and m.removed_at is null) then
    raise exception 'the manager of a team belongs to its organization'
      using errcode = 'foreign_key_violation', constraint = 'teams_manager_belongs';
  end if;
  -- UNION forgets what it has seen, so that this ends whatever it meets.
  if exists (
       with recursive above (id) as (
         select new.parent_team_id
         union
         select t.parent_team_id from public.teams t join above a on t.id = a.id where t.organization_id = new.organization_id)
       select from above where id = new.id) then
    raise exception 'a team does not stand below itself'
      using errcode = 'check_violation', constraint = 'teams_have_no_cycle';
  end if;
  if new.is_active and exists (
       select from public.teams t
        where t.organization_id = new.organization_id and t.id = new.parent_team_id and not t.is_active) then
    raise exception 'an active team does not stand below an inactive one'
      using errcode = 'check_violation', constraint = 'teams_parent_is_active';
  end if;
  if not new.is_active and exists (
       select from public.teams t
        where t.organization_id = new.organization_id and t.parent_team_id = new.id and t.is_active) then
    raise exception 'an active team does not stand below an inactive one'
      using errcode = 'check_violation', constraint = 'teams_below_are_inactive';
  end if;
  return null;
end
$$;
create trigger keep_the_tree after insert or update of parent_team_id, manager_user_id, is_active on teams
  for each row execute function wib.keep_the_tree();

create function wib.only_members_of_the_organization() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('team:' || new.organization_id::text, 1));
  if new.removed_at is null and not exists (
       select from public.org_members m
        where m.organization_id = new.organization_id and m.user_id = new.user_id and m.removed_at is null) then
    raise exception 'who is in a team belongs to its organization'
      using errcode = 'foreign_key_violation', constraint = 'team_members_belong';
  end if;
  return null;
end
$$;
create trigger only_members after insert or update of removed_at on team_members
  for each row execute function wib.only_members_of_the_organization();

-- Who leaves the organization leaves its teams, and leads none; who comes back begins anew.
create function wib.leave_teams() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('team:' || new.organization_id::text, 1));
  update public.team_members set removed_at = new.removed_at
   where organization_id = new.organization_id and user_id = new.user_id and removed_at is null;
  update public.teams set manager_user_id = null
   where organization_id = new.organization_id and manager_user_id = new.user_id;
  return null;
end
$$;
create trigger leave_teams after update of removed_at on org_members
  for each row when (old.removed_at is null and new.removed_at is not null) execute function wib.leave_teams();

grant select, insert on teams, team_members to wib_app;
grant update (name, description, team_type, parent_team_id, manager_user_id, is_active) on teams to wib_app;
grant update (team_role, added_by, joined_at, removed_at) on team_members to wib_app;
-- The door ends memberships.
grant select, update on teams, team_members to wib_door;
grant select, delete on teams, team_members to wib_purge;

-- Everybody sees the tree; who leads people shapes it (routes.md, /api/teams). The same rows stand in shared/identity/permission.hpp.
insert into rbac_permissions (role, resource, action, conditions) values
  ('viewer', 'departments', 'read', null),
  ('manager', 'departments', 'write', null),
  ('admin', 'departments', 'delete', null);
