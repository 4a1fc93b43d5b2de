-- What a service does for the platform is kept where the acts of the platform's people are: it has no account, so its name stands
-- there instead of a person.

alter table account_events
  alter column user_id drop not null,
  add column actor_label text,
  add constraint account_events_is_somebodys check ((user_id is null) <> (actor_label is null)),
  add constraint account_events_label_is_short check (length(actor_label) between 1 and 128);

set local role wib_door;

create function wib.note_service_event(p_label text, p_action text, p_correlation_id text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.account_events (actor_label, action, correlation_id) values (p_label, p_action, p_correlation_id)
$$;

grant execute on function wib.note_service_event(text, text, text) to wib_app;
reset role;
