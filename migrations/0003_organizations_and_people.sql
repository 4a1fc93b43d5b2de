-- Tenants, people, and who belongs where. Membership alone decides access: users carry neither organization nor role.

create table users (
  id uuid primary key default gen_random_uuid(),
  name text,
  email text not null unique,
  normalized_email text not null generated always as (lower(btrim(email))) stored,
  email_verified timestamptz,
  password_hash text,
  platform_role text not null default 'user' check (platform_role in ('user', 'platform-admin')),
  locked_until timestamptz,
  failed_logins int not null default 0 check (failed_logins >= 0),
  last_seen_at timestamptz,
  password_changed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (normalized_email)
);

create table organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text unique,
  plan text not null default 'free',
  plan_status text not null default 'active'
    check (plan_status in ('active', 'past_due', 'canceled', 'trialing', 'incomplete')),
  plan_id text,
  plan_started_at timestamptz,
  plan_ends_at timestamptz,
  subscription_status text not null default 'inactive'
    check (subscription_status in ('active', 'trialing', 'past_due', 'canceled', 'incomplete', 'inactive', 'cancelling')),
  subscription_id text,
  stripe_customer_id text unique,
  created_by uuid references users (id) on delete restrict,
  owner_id uuid references users (id) on delete restrict,
  default_booking_duration int not null default 30,
  booking_enabled boolean not null default false,
  timezone text not null default 'America/New_York',
  calling_hours_start time not null default '08:00',
  calling_hours_end time not null default '21:00',
  onboarding_step int not null default 0 check (onboarding_step between 0 and 8),
  trial_ends_at timestamptz,
  provisioned_number text,
  industry text,
  address text,
  phone text,
  disclosure_enabled boolean not null default true,
  dnc_enabled boolean not null default true,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table org_members (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  user_id uuid not null references users (id) on delete restrict,
  role text not null default 'member'
    check (role in ('owner', 'admin', 'manager', 'operator', 'compliance', 'analyst', 'agent', 'viewer', 'member')),
  invite_id uuid,
  last_active_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, user_id)
);
create index org_members_by_user on org_members (user_id);

select wib.protect('organizations', 'id');
select wib.protect('org_members');

-- People are global; the row is visible to those who share the current organization with them.
alter table users enable row level security;
alter table users force row level security;
create policy shares_the_organization on users for select to public using (
  exists (select from org_members m
           where m.user_id = users.id
             and m.organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid)));
create trigger touch_updated_at before update on users for each row execute function wib.touch_updated_at();

grant select on organizations, org_members to wib_app;
-- Never the password hash: sign-in asks the door.
grant select (id, name, email, email_verified, platform_role, last_seen_at, created_at, updated_at)
  on users to wib_app, wib_readonly, wib_purge;
grant select on users to wib_backup;
grant select on organizations, org_members to wib_purge;

grant select, insert, update on users to wib_door;
grant select on organizations to wib_door;
grant select, insert, update on org_members to wib_door;
