-- How somebody proves who they are: opaque-token sessions, API keys, and the ledger of password attempts.
-- Tokens are kept as SHA-256 in lower hex, never themselves. Only the door sees sessions and attempts.

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete restrict,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  active_organization_id uuid not null references organizations (id) on delete restrict,
  fingerprint_hash text,
  ip inet,
  user_agent text,
  expires_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (expires_at > created_at)
);
create index sessions_by_user on sessions (user_id) where revoked_at is null;
select wib.conceal('sessions');

create table login_attempts (
  id uuid primary key default gen_random_uuid(),
  username text not null,
  ip text,
  succeeded boolean not null default false,
  attempted_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now()
);
create index login_attempts_by_username on login_attempts (username, attempted_at);
create index login_attempts_by_ip on login_attempts (ip, attempted_at);
select wib.conceal('login_attempts');

create table api_keys (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  user_id uuid references users (id) on delete restrict,
  name text not null,
  key_prefix text not null,
  key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  permissions jsonb not null default '[]',
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
select wib.protect('api_keys');

grant select, insert, update on sessions, login_attempts to wib_door;
grant select, update on api_keys to wib_door;
