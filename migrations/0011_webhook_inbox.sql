-- Every signed event of every vendor, once. A row may be written before it is known whose it is (organization null: only the
-- door sees it); it is settled in the transaction that applies it.
-- Serves what schema.md calls telnyx_call_events, stripe_events and vendor_events.

create table webhook_inbox (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid references organizations (id) on delete restrict,
  vendor text not null,
  event_id text not null,
  event_type text not null,
  occurred_at timestamptz not null,
  call_id uuid,
  payload jsonb not null,
  status text not null default 'received' check (status in ('received', 'applied', 'ignored', 'failed')),
  attempts int not null default 0,
  last_error text,
  received_at timestamptz not null default clock_timestamp(),
  processed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (vendor, event_id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict
);
create index webhook_inbox_of_tenant on webhook_inbox (organization_id, received_at);
create index webhook_inbox_open on webhook_inbox (received_at) where status = 'received';
select wib.protect('webhook_inbox');
create trigger moves before update of status on webhook_inbox for each row
  execute function wib.allow_moves('received>applied,ignored,failed', 'failed>received,applied,ignored');

grant select, insert on webhook_inbox to wib_app;
grant update (call_id, status, attempts, last_error, processed_at) on webhook_inbox to wib_app;
grant select, delete on webhook_inbox to wib_purge;
grant update (payload) on webhook_inbox to wib_purge;
grant select, insert, update on webhook_inbox to wib_door;

set local role wib_door;

-- Takes an event in: one row. `is_new` says whether it was unknown until now; `status` what has become of it (an event that
-- is not new but still `received` was taken in by somebody who did not get to apply it). Called outside a tenant it makes the
-- event durable at once; called inside one, it is written with what it causes.
create function wib.receive_webhook(p_vendor text, p_event_id text, p_event_type text, p_occurred_at timestamptz,
                                    p_organization uuid, p_call uuid, p_payload jsonb)
returns table (id uuid, is_new boolean, status text, organization_id uuid, call_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
    insert into public.webhook_inbox (vendor, event_id, event_type, occurred_at, organization_id, call_id, payload)
    values (p_vendor, p_event_id, p_event_type, p_occurred_at, p_organization, p_call, p_payload)
    on conflict (vendor, event_id) do nothing
    returning webhook_inbox.id, true, webhook_inbox.status, webhook_inbox.organization_id, webhook_inbox.call_id;
  if not found then
    return query select w.id, false, w.status, w.organization_id, w.call_id from public.webhook_inbox w
                  where w.vendor = p_vendor and w.event_id = p_event_id;
  end if;
end
$$;

-- Tells an event whose it is, once that is known. False when it is already settled or already somebody else's.
create function wib.assign_webhook(p_id uuid, p_organization uuid, p_call uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with assigned as (
    update public.webhook_inbox set organization_id = p_organization, call_id = coalesce(p_call, call_id)
     where id = p_id and status = 'received' and (organization_id is null or organization_id = p_organization)
    returning 1)
  select exists (select from assigned)
$$;

-- Events taken in but not applied, older than `p_older_than`, oldest first: what the sweep works through. Each is leased to
-- the caller by its attempt being counted and touched; two sweeps do not get the same one within a lease.
create function wib.unclaimed_webhooks(p_older_than interval default '5 seconds', p_limit int default 100)
returns table (id uuid, vendor text, event_id text, event_type text, occurred_at timestamptz, organization_id uuid, call_id uuid,
               payload jsonb, attempts int, received_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select i.id from public.webhook_inbox i
     where i.status = 'received' and i.received_at <= clock_timestamp() - p_older_than
       and (i.processed_at is null or i.processed_at < clock_timestamp() - interval '10 seconds')
     order by i.received_at limit p_limit for update skip locked)
  update public.webhook_inbox w set attempts = w.attempts + 1, processed_at = clock_timestamp()
    from due where w.id = due.id
  returning w.id, w.vendor, w.event_id, w.event_type, w.occurred_at, w.organization_id, w.call_id, w.payload, w.attempts,
            w.received_at
$$;

-- Closes an event that never found its tenant (or that nobody wants), or parks one that cannot be applied.
create function wib.settle_webhook(p_id uuid, p_status text, p_error text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.webhook_inbox set status = p_status, last_error = p_error, processed_at = clock_timestamp()
   where id = p_id and status = 'received'
$$;

grant execute on function
  wib.receive_webhook(text, text, text, timestamptz, uuid, uuid, jsonb), wib.assign_webhook(uuid, uuid, uuid),
  wib.unclaimed_webhooks(interval, int), wib.settle_webhook(uuid, text, text)
to wib_app;
reset role;
