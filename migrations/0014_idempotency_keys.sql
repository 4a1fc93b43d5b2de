-- The first answer to a mutation, replayed for 24 h to whoever repeats it with the same key (rules §5). The row is the lock:
-- `running` until answered; a request that died lets go of it at `locked_until`. Only 2xx answers are kept.

create table idempotency_keys (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  actor uuid not null,               -- the user of a session, or the API key
  method text not null,
  path text not null,
  key text not null check (length(key) between 1 and 256),
  body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
  status text not null default 'running' check (status in ('running', 'done', 'released')),
  locked_until timestamptz not null default clock_timestamp() + interval '60 seconds',
  response_status int check (response_status between 200 and 299),
  response_content_type text,
  response_body text,
  expires_at timestamptz not null default clock_timestamp() + interval '24 hours',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, actor, method, path, key),
  check ((status = 'done') = (response_status is not null))
);
create index idempotency_keys_by_expiry on idempotency_keys (organization_id, expires_at);
select wib.protect('idempotency_keys');

grant select, insert on idempotency_keys to wib_app;
grant update (body_hash, status, locked_until, response_status, response_content_type, response_body, expires_at)
  on idempotency_keys to wib_app;
grant select, delete on idempotency_keys to wib_purge;
