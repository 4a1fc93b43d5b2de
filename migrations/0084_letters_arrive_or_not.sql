-- What became of letters after they left, as the vendor tells it: facts in any order and any number of times, and the letter's status
-- folded from all of them. Where letters come back for good, or are complained of, no more are sent (rules §13). And a letter for
-- limits that are nearly reached.

alter table email_outbox drop constraint email_outbox_kind_check;
alter table email_outbox add constraint email_outbox_kind_check
  check (kind in ('verify_email', 'reset_password', 'invitation', 'notice', 'usage_alert'));
create or replace trigger moves before update of status on email_outbox for each row
  execute function wib.allow_moves('pending>sent,refused,dropped', 'sent>delivered,bounced,complained',
                                   'delivered>complained,bounced', 'bounced>complained');

-- One row for each thing told of a letter, under the vendor's name of it: a fact may be quicker than the answer that names the letter.
create table email_facts (
  id uuid primary key default gen_random_uuid(),
  vendor_id text not null check (length(vendor_id) between 1 and 200),
  fact text not null check (fact in ('delivered', 'bounced', 'complained')),
  is_final boolean not null default false,   -- of a bounce: nothing will ever arrive there
  detail text not null default '' check (length(detail) <= 200),
  occurred_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (vendor_id, fact, is_final)
);
select wib.conceal('email_facts');
grant select, insert on email_facts to wib_door;
grant select, delete on email_facts to wib_purge;

-- Addresses that no letter goes to any more. The address itself does not stand here.
create table email_suppressions (
  address_hash bytea primary key,            -- SHA-256 of the address in lower case
  reason text not null check (reason in ('bounced', 'complained')),
  since timestamptz not null,
  created_at timestamptz not null default now()
);
select wib.conceal('email_suppressions');
grant select, insert on email_suppressions to wib_door;
grant select, delete on email_suppressions to wib_purge;

set local role wib_door;

create function wib.address_hash(p_address text) returns bytea language sql stable as $$
  select sha256(convert_to(lower(btrim(p_address)), 'UTF8'))
$$;

-- Why no letter goes to an address any more: 'bounced' or 'complained'; null while letters do.
create function wib.suppression_of(p_address text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.reason from public.email_suppressions s where s.address_hash = wib.address_hash(p_address)
$$;

-- The facts of one letter, folded: a complaint tells more than a bounce, a bounce more than a delivery. One row when that changes what
-- stands in the outbox. Its caller holds the letter's lock.
create function wib.fold_email(p_vendor_id text) returns table (id uuid, status text)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_letter public.email_outbox;
  v_status text;
  v_detail text;
  v_ended_at timestamptz;
begin
  select e.* into v_letter from public.email_outbox e
   where e.vendor_id = p_vendor_id and e.status in ('sent', 'delivered', 'bounced', 'complained') for update;
  if not found then
    return;
  end if;
  select case when bool_or(f.fact = 'complained') then 'complained'
              when bool_or(f.fact = 'bounced') then 'bounced'
              else 'delivered' end,
         max(f.detail) filter (where f.fact <> 'delivered'),
         min(f.occurred_at) filter (where f.fact = 'complained' or f.is_final)
    into v_status, v_detail, v_ended_at
    from public.email_facts f where f.vendor_id = p_vendor_id having count(*) > 0;
  if v_ended_at is not null then
    insert into public.email_suppressions (address_hash, reason, since)
    values (wib.address_hash(v_letter.recipient), v_status, v_ended_at)
    on conflict (address_hash) do nothing;
  end if;
  if v_status is null or v_status = v_letter.status then
    return;
  end if;
  update public.email_outbox e set status = v_status, last_error = nullif(v_detail, ''), settled_at = clock_timestamp()
   where e.id = v_letter.id;
  return query select v_letter.id, v_status;
end
$$;

-- The organisation a letter went out for, while it is one.
create function wib.organization_of_email(p_vendor_id text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id from public.email_outbox e join public.organizations o on o.id = e.on_behalf_of and o.deleted_at is null
   where e.vendor_id = p_vendor_id
$$;

-- Takes in what the vendor tells of a letter: the event once, its fact, and what follows from all the facts there are. One row when the
-- letter's status became another. Without a fact the event is only kept. Of a letter that went out for an organisation nothing is
-- written outside that organisation's transaction, for its audit log is to tell of it: then the one row names it and nothing else.
create function wib.learn_of_email(p_vendor text, p_event_id text, p_event_type text, p_occurred_at timestamptz, p_payload jsonb,
                                   p_vendor_id text, p_fact text, p_is_final boolean, p_detail text)
returns table (id uuid, kind text, status text, organization_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_whose uuid;
begin
  -- A statement of its own: who waits here sees what the other wrote.
  perform pg_advisory_xact_lock(hashtextextended('email:' || p_vendor_id, 3));
  v_whose := wib.organization_of_email(p_vendor_id);
  if p_fact is not null and v_whose <> coalesce(nullif(current_setting('app.current_organization_id', true), '')::uuid,
                                                '00000000-0000-0000-0000-000000000000') then
    return query select null::uuid, null::text, null::text, v_whose;
    return;
  end if;
  insert into public.webhook_inbox (vendor, event_id, event_type, occurred_at, organization_id, payload, status, last_error,
                                    processed_at)
  values (p_vendor, p_event_id, p_event_type, p_occurred_at, v_whose, p_payload,
          case when p_fact is null then 'ignored' else 'applied' end,
          case when p_fact is null then 'changes nothing of a letter' end, clock_timestamp())
  on conflict (vendor, event_id) do nothing;
  if not found or p_fact is null then
    return;
  end if;
  insert into public.email_facts (vendor_id, fact, is_final, detail, occurred_at)
  values (p_vendor_id, p_fact, p_is_final, p_detail, p_occurred_at)
  on conflict (vendor_id, fact, is_final) do nothing;
  return query select f.id, e.kind, f.status, null::uuid
                 from wib.fold_email(p_vendor_id) f join public.email_outbox e on e.id = f.id;
end
$$;

-- What became of a letter that was to be sent. With the vendor's name of it come the facts that were quicker than this: one row when they
-- have changed its status already.
drop function wib.settle_email(uuid, text, text, text);
create function wib.settle_email(p_id uuid, p_status text, p_vendor_id text, p_error text) returns table (status text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtextextended('email:' || p_vendor_id, 3));
  update public.email_outbox e
     set status = p_status, vendor_id = coalesce(p_vendor_id, e.vendor_id), last_error = p_error, settled_at = clock_timestamp()
   where e.id = p_id and e.status = 'pending';
  if found and p_vendor_id is not null then
    return query select f.status from wib.fold_email(p_vendor_id) f;
  end if;
end
$$;

-- Letters whose time has come, leased to the caller for a minute: two senders never get the same one. With whom each is sent for, while
-- that is an organisation, and why nothing goes to its address any more.
drop function wib.due_emails(int);
create function wib.due_emails(p_limit int)
returns table (id uuid, kind text, recipient text, detail jsonb, attempts int, created_at timestamptz, expires_at timestamptz,
               organization_id uuid, suppressed text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select e.id from public.email_outbox e
     where e.status = 'pending' and e.next_attempt_at <= clock_timestamp()
     order by e.next_attempt_at limit p_limit for update skip locked)
  update public.email_outbox e
     set attempts = e.attempts + 1, next_attempt_at = clock_timestamp() + interval '1 minute'
    from due where e.id = due.id
  returning e.id, e.kind, e.recipient, e.detail, e.attempts, e.created_at, e.expires_at,
            (select o.id from public.organizations o where o.id = e.on_behalf_of and o.deleted_at is null),
            wib.suppression_of(e.recipient)
$$;

grant execute on function
  wib.suppression_of(text), wib.organization_of_email(text),
  wib.learn_of_email(text, text, text, timestamptz, jsonb, text, text, boolean, text), wib.settle_email(uuid, text, text, text),
  wib.due_emails(int)
to wib_app;
reset role;
