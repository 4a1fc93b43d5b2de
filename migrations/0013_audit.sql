-- Who did what, kept for ever. Values that name a person are sealed with that person's own key, so that a person can be
-- forgotten (the key is destroyed) while every row, and every hash over it, stays as it was.

create table subject_keys (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  subject_kind text not null check (subject_kind in ('user', 'consumer', 'account')),
  subject_id uuid not null,
  wrapped_key bytea,           -- the person's key under WIB_MASTER_KEY; null once destroyed
  destroyed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, subject_kind, subject_id),
  check ((wrapped_key is null) = (destroyed_at is not null))
);
select wib.protect('subject_keys');
-- Keys are no reading matter.
revoke select on subject_keys from wib_readonly;

create table audit_logs (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  user_id uuid references users (id) on delete restrict,
  actor_type text not null check (actor_type in ('human', 'system', 'vendor', 'automation')),
  actor_label text,
  action text not null,
  resource_type text,
  resource_id uuid,
  old_value jsonb,
  new_value jsonb,
  ip_address inet,             -- of vendors and jobs; a person's stands sealed in actor_sealed
  user_agent text,
  actor_sealed bytea,          -- JSON {ip_address, user_agent} under actor_key_id
  actor_key_id uuid,
  subject_sealed bytea,        -- JSON {old_value, new_value} of what is personal to the one the change is about
  subject_key_id uuid,
  metadata jsonb,
  correlation_id text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, actor_key_id) references subject_keys (organization_id, id) on delete restrict,
  foreign key (organization_id, subject_key_id) references subject_keys (organization_id, id) on delete restrict,
  check ((actor_sealed is null) = (actor_key_id is null)),
  check ((subject_sealed is null) = (subject_key_id is null)),
  check (actor_sealed is null or (ip_address is null and user_agent is null))
);
create index audit_logs_latest on audit_logs (organization_id, created_at desc, id);
create index audit_logs_of_resource on audit_logs (organization_id, resource_id, created_at desc) where resource_id is not null;
select wib.protect('audit_logs');
select wib.append_only('audit_logs', 'kept');

create function wib.fill_actor_type() returns trigger language plpgsql as $$
begin
  new.actor_type := coalesce(new.actor_type, case
    when new.user_id is not null then 'human'
    when current_setting('app.current_actor_kind', true) = 'webhook' then 'vendor'
    when current_setting('app.current_actor_kind', true) = 'job' then 'automation'
    else 'system' end);
  return new;
end
$$;
create trigger fill_actor_type before insert on audit_logs for each row execute function wib.fill_actor_type();

grant select, insert on subject_keys, audit_logs to wib_app;
grant select on audit_logs to wib_purge;
-- Forgetting somebody: their key is overwritten, its row tells when.
grant select on subject_keys to wib_purge;
grant update (wrapped_key, destroyed_at) on subject_keys to wib_purge;
