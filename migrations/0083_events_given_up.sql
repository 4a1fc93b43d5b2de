-- Events that were answered 2xx and cannot be applied come into people's hands, like those that could not be delivered; and
-- failures that are settled go after seven days (rules §24).

set local role wib_door;

-- Parks an event that cannot be applied and puts it before people: both or neither. The failure has an id of its own, for an event
-- that was given up, reopened by a replay and kept may be given up again. False when somebody else has settled the event.
create function wib.give_up_webhook(p_id uuid, p_failure uuid, p_organization uuid, p_sealed bytea, p_shown jsonb, p_reason text,
                                    p_error text)
returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with parked as (
    update public.webhook_inbox set status = 'failed', last_error = p_error, processed_at = clock_timestamp()
     where id = p_id and status = 'received'
    returning vendor, event_type, attempts, received_at),
  told as (
    insert into public.webhook_failures (id, organization_id, source, endpoint, content_type, event_type, payload_sealed,
                                         payload_shown, error_message, attempt_count, received_at)
    select p_failure, (select o.id from public.organizations o where o.id = p_organization), vendor, '/webhooks/' || vendor,
           'application/json', event_type, p_sealed, p_shown, p_reason, attempts, received_at
      from parked
    returning 1)
  select exists (select from told)
$$;

-- An event that was given up is to be applied after all. False when it was not given up, or somebody applies it right now.
create function wib.reopen_webhook(p_vendor text, p_event_id text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with reopened as (
    update public.webhook_inbox set status = 'received', attempts = 0, last_error = null, processed_at = null
     where vendor = p_vendor and event_id = p_event_id and status = 'failed'
    returning 1)
  select exists (select from reopened)
$$;

grant execute on function
  wib.give_up_webhook(uuid, uuid, uuid, bytea, jsonb, text, text), wib.reopen_webhook(text, text)
to wib_app;
reset role;

-- Besides those of the tenant it is bound to, the purge sees failures of every organisation and of none once they have been settled for
-- seven days, and no others: bound to no tenant it cannot delete what is open, whatever it is told.
create policy purge_of_the_settled on webhook_failures for all to wib_purge
  using (status in ('resolved', 'discarded') and resolved_at < now() - interval '7 days');
create index webhook_failures_settled on webhook_failures (resolved_at) where status in ('resolved', 'discarded');
