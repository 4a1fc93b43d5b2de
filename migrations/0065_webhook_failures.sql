-- Events of vendors that could not be delivered or applied: listed, replayed or discarded by people. The event itself is
-- sealed under a key derived from the master key; what people see has its personal values masked. A row may be nobody's
-- (organization null): only the platform sees it then.

create table webhook_failures (
  id uuid primary key,
  organization_id uuid references organizations (id) on delete restrict,
  source text not null check (length(source) between 1 and 50),
  endpoint text not null,
  content_type text not null default '',
  signed_id text not null default '',
  event_type text,
  payload_sealed bytea not null,
  payload_shown jsonb,
  error_message text not null,
  http_status int not null default 0,
  attempt_count int not null default 1 check (attempt_count >= 0),
  status text not null default 'pending' check (status in ('pending', 'failed', 'manual_review', 'resolved', 'discarded')),
  received_at timestamptz not null,
  last_attempt_at timestamptz not null default clock_timestamp(),
  resolved_at timestamptz,
  resolved_by uuid references users (id) on delete restrict,
  resolution_notes text check (length(resolution_notes) <= 5000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_failures_of_tenant on webhook_failures (organization_id, created_at desc);
create index webhook_failures_open on webhook_failures (created_at) where status in ('pending', 'failed', 'manual_review');
select wib.protect('webhook_failures');
create trigger moves before update of status on webhook_failures for each row
  execute function wib.allow_moves('pending>failed,manual_review,resolved,discarded', 'failed>manual_review,resolved,discarded',
                                   'manual_review>failed,resolved,discarded');

grant select on webhook_failures to wib_app;
grant update (status, attempt_count, error_message, last_attempt_at, resolved_at, resolved_by, resolution_notes)
  on webhook_failures to wib_app;
grant select, delete on webhook_failures to wib_purge;
grant select, insert, update on webhook_failures to wib_door;

set local role wib_door;

-- Takes an event in that no feature applies yet: one row, closed, so that no sweep comes back to it. False when known.
create function wib.keep_webhook(p_vendor text, p_event_id text, p_event_type text, p_occurred_at timestamptz, p_payload jsonb)
returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with kept as (
    insert into public.webhook_inbox (vendor, event_id, event_type, occurred_at, payload, status, last_error, processed_at)
    values (p_vendor, p_event_id, p_event_type, p_occurred_at, p_payload, 'ignored', 'kept for the feature that will read it',
            clock_timestamp())
    on conflict (vendor, event_id) do nothing
    returning 1)
  select exists (select from kept)
$$;

-- One row for an event, however often it is told. False when known.
create function wib.record_webhook_failure(p_id uuid, p_organization uuid, p_source text, p_endpoint text, p_content_type text,
                                           p_signed_id text, p_event_type text, p_sealed bytea, p_shown jsonb, p_error text,
                                           p_http_status int, p_received_at timestamptz)
returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with recorded as (
    insert into public.webhook_failures (id, organization_id, source, endpoint, content_type, signed_id, event_type,
                                         payload_sealed, payload_shown, error_message, http_status, received_at)
    values (p_id, p_organization, p_source, p_endpoint, p_content_type, p_signed_id, p_event_type, p_sealed, p_shown, p_error,
            p_http_status, p_received_at)
    on conflict (id) do nothing
    returning 1)
  select exists (select from recorded)
$$;

-- What is open, of every organisation and of none, newest first: for the platform.
create function wib.open_webhook_failures(p_source text, p_limit int) returns setof public.webhook_failures
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.* from public.webhook_failures f
   where f.status in ('pending', 'failed', 'manual_review') and (p_source is null or f.source = p_source)
   order by f.created_at desc, f.id limit p_limit
$$;

create function wib.find_webhook_failure(p_source text, p_id uuid) returns setof public.webhook_failures
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.* from public.webhook_failures f where f.id = p_id and f.source = p_source
$$;

-- What became of a replay that nobody's tenant stands behind.
create function wib.settle_webhook_failure(p_id uuid, p_status text, p_error text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.webhook_failures
     set status = p_status, attempt_count = attempt_count + 1, error_message = coalesce(p_error, error_message),
         last_attempt_at = clock_timestamp(), resolved_at = case when p_status = 'resolved' then clock_timestamp() end
   where id = p_id and status in ('pending', 'failed', 'manual_review')
$$;

grant execute on function
  wib.keep_webhook(text, text, text, timestamptz, jsonb),
  wib.record_webhook_failure(uuid, uuid, text, text, text, text, text, bytea, jsonb, text, int, timestamptz),
  wib.open_webhook_failures(text, int), wib.find_webhook_failure(text, uuid), wib.settle_webhook_failure(uuid, text, text)
to wib_app;
reset role;
