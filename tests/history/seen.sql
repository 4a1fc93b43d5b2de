-- What the outside saw of one history, put beside the product's own tables so that one set of queries can compare the two.
-- Nothing of the product knows of it.
create schema seen;

-- Every answer a client heard; status null: none was.
create table seen.answers (
  id bigint generated always as identity, key text, who text, method text not null, target text not null, status int, code text,
  call_id uuid, replayed boolean not null default false, at timestamptz not null);

-- Every webhook attempt as its sender saw it; status null: no answer was heard.
create table seen.deliveries (
  id bigint generated always as identity, event_id text not null, event_type text not null, control_id text, attempt int, copy int,
  status int, fault text, sent_at timestamptz not null);

-- Every line the carrier opened, and for which leg of which call we had asked for it.
create table seen.lines (
  control_id text primary key, call_id uuid, leg_id uuid, role text, state text not null, started_at timestamptz,
  answered_at timestamptz, ended_at timestamptz, hangup_cause text);

-- Every media stream the carrier opened, and how many frames a track it sent.
create table seen.streams (stream_id uuid primary key, control_id text not null, frames int not null);

-- What lies in the spool directory.
create table seen.files (name text primary key, recording_id uuid, size_bytes bigint not null);

-- What lies in the object store, read and checked byte by byte.
create table seen.objects (
  key text primary key, size_bytes bigint not null, sha256 text not null, kind text not null, sound boolean not null, why text,
  organization_id uuid, call_id uuid, recording_id uuid, frames bigint, ended text, chain_head text, duration_ms bigint);

-- What a viewer of live events was told; only events with an id.
create table seen.events (seq bigint not null, kind text not null, call_id uuid, data jsonb not null);

-- What a listener was served.
create table seen.listenings (recording_id uuid not null, status int not null, sha256 text, at timestamptz not null);

-- Every change of a status that was committed, in order.
create table seen.moves (id bigint generated always as identity, at timestamptz not null default clock_timestamp(), what text not null,
  row_id uuid not null, was text not null, became text not null);

create function seen.note_move() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into seen.moves (what, row_id, was, became) values (tg_table_name, new.id, old.status, new.status);
  return null;
end
$$;
grant usage on schema seen to public;
create trigger seen_move after update of status on public.calls for each row when (old.status <> new.status) execute function seen.note_move();
create trigger seen_move after update of status on public.recordings for each row when (old.status <> new.status) execute function seen.note_move();
create trigger seen_move after update of status on public.command_outbox for each row when (old.status <> new.status) execute function seen.note_move();
create trigger seen_move after update of status on public.webhook_inbox for each row when (old.status <> new.status) execute function seen.note_move();

-- How far a call has come. What is over stays over; how it ended may still be learned.
create function seen.rank(status text) returns int language sql immutable as $$
  select case status when 'pending' then 0 when 'initiated' then 1 when 'ringing' then 2 when 'in_progress' then 3 when 'on_hold' then 3
                     when 'bridged' then 4 when 'transferring' then 4 when 'transferred' then 5 else 6 end
$$;
-- Whether a call may go from one status to the other: forward; between endings only towards what was learned late, and never
-- away from a conversation that took place.
create function seen.may_become(was text, became text) returns boolean language sql immutable as $$
  select seen.rank(was) < seen.rank(became) or (seen.rank(was) = 6 and seen.rank(became) = 6 and was <> 'completed')
$$;

-- What each type of carrier event makes known.
create function seen.fact_of(event_type text) returns text language sql immutable as $$
  select case event_type when 'call.initiated' then 'dialed' when 'call.answered' then 'answered' when 'call.bridged' then 'bridged'
    when 'call.hangup' then 'hung_up' when 'call.speak.ended' then 'announced' when 'streaming.started' then 'stream_started'
    when 'streaming.stopped' then 'stream_stopped' when 'streaming.failed' then 'stream_stopped'
    when 'call.machine.detection.ended' then 'machine_detected' when 'call.machine.premium.detection.ended' then 'machine_detected' end
$$;
