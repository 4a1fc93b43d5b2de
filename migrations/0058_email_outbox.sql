-- Mail we have promised, written in the transaction that needs it. The row's id is the vendor's idempotency key, and whatever
-- secret a letter carries is made of ids when it leaves: nothing here opens anything.

create table email_outbox (
  id uuid primary key default gen_random_uuid(),
  on_behalf_of uuid references organizations (id) on delete restrict,   -- null: a matter between us and a person
  kind text not null check (kind in ('verify_email', 'reset_password', 'invitation', 'notice')),
  recipient text not null check (length(recipient) between 3 and 254),
  detail jsonb not null default '{}',
  status text not null default 'pending'
    check (status in ('pending', 'sent', 'refused', 'dropped', 'delivered', 'bounced', 'complained')),
  attempts int not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null default clock_timestamp(),
  -- A vendor remembers idempotency keys for a day: what was not heard of by then is not sent again.
  expires_at timestamptz not null default now() + interval '23 hours',
  vendor_id text,
  last_error text,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index email_outbox_due on email_outbox (next_attempt_at) where status = 'pending';
create index email_outbox_of_vendor on email_outbox (vendor_id) where vendor_id is not null;
create index email_outbox_of_organization on email_outbox (on_behalf_of);
select wib.conceal('email_outbox');
create trigger moves before update of status on email_outbox for each row
  execute function wib.allow_moves('pending>sent,refused,dropped', 'sent>delivered,bounced,complained',
                                   'delivered>complained,bounced');
grant select, insert, update on email_outbox to wib_door;
grant select, delete on email_outbox to wib_purge;

set local role wib_door;

-- Promises a letter. In a tenant's transaction it is sent on that tenant's behalf; elsewhere it is a person's own matter.
create function wib.promise_email(p_id uuid, p_kind text, p_recipient text, p_detail jsonb, p_expires_at timestamptz)
returns uuid language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.email_outbox (id, on_behalf_of, kind, recipient, detail, expires_at)
  values (p_id, nullif(current_setting('app.current_organization_id', true), '')::uuid, p_kind, btrim(p_recipient), p_detail,
          least(p_expires_at, now() + interval '23 hours'))
  returning id
$$;

-- Letters whose time has come, leased to the caller for a minute: two senders never get the same one.
create function wib.due_emails(p_limit int)
returns table (id uuid, kind text, recipient text, detail jsonb, attempts int, created_at timestamptz, expires_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select e.id from public.email_outbox e
     where e.status = 'pending' and e.next_attempt_at <= clock_timestamp()
     order by e.next_attempt_at limit p_limit for update skip locked)
  update public.email_outbox e
     set attempts = e.attempts + 1, next_attempt_at = clock_timestamp() + interval '1 minute'
    from due where e.id = due.id
  returning e.id, e.kind, e.recipient, e.detail, e.attempts, e.created_at, e.expires_at
$$;

create function wib.settle_email(p_id uuid, p_status text, p_vendor_id text, p_error text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.email_outbox
     set status = p_status, vendor_id = coalesce(p_vendor_id, vendor_id), last_error = p_error, settled_at = clock_timestamp()
   where id = p_id and status = 'pending'
$$;

create function wib.postpone_email(p_id uuid, p_next timestamptz, p_error text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.email_outbox set next_attempt_at = p_next, last_error = p_error where id = p_id and status = 'pending'
$$;

grant execute on function
  wib.promise_email(uuid, text, text, jsonb, timestamptz), wib.due_emails(int), wib.settle_email(uuid, text, text, text),
  wib.postpone_email(uuid, timestamptz, text)
to wib_app;
reset role;
