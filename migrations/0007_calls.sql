-- A call as people see it, its carrier legs, and the facts outsiders told us; the status is a fold over the facts.
-- What schema.md keeps on the call about a carrier (control id, session id, bridge partner) lives on the legs.

create table calls (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  status text not null default 'pending'
    check (status in ('pending', 'initiated', 'ringing', 'in_progress', 'on_hold', 'bridged', 'transferring', 'transferred',
                      'completed', 'failed', 'busy', 'no_answer', 'canceled')),
  direction text not null default 'outbound' check (direction in ('inbound', 'outbound')),
  flow_type text not null default 'direct'
    check (flow_type in ('direct', 'bridge', 'bridge_customer', 'inbound', 'webrtc', 'dialer', 'ai', 'ai_assistant', 'ai_dialog',
                         'ivr_payment', 'voicemail_hangup', 'manual', 'survey', 'secret_shopper', 'test')),
  from_number text,
  to_number text,
  caller_id_used text,
  user_id uuid references users (id) on delete restrict,
  created_by uuid references users (id) on delete restrict,
  started_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  duration_seconds int check (duration_seconds >= 0),
  talk_seconds int check (talk_seconds >= 0),
  hold_seconds int check (hold_seconds >= 0),
  hangup_cause text,
  failure_reason text,
  is_test boolean not null default false,
  gate jsonb not null default '{"checks":[]}',
  amd_result text check (amd_result in ('human', 'machine', 'not_sure', 'fax', 'silence')),
  disposition text,
  disposition_set_at timestamptz,
  disposition_set_by uuid references users (id) on delete restrict,
  disposition_notes text,
  consent_method text check (consent_method in ('ivr_played', 'verbal_yes', 'dtmf_confirm', 'written', 'assumed', 'none')),
  consent_timestamp timestamptz,
  consent_audio_offset_ms int,
  consent_verified_by uuid references users (id) on delete restrict,
  consent_verified_at timestamptz,
  recording_consent boolean not null default false,
  disclosure_type text check (disclosure_type in ('recording', 'survey', 'translation', 'qa_evaluation', 'multi')),
  disclosure_given boolean not null default false,
  disclosure_timestamp timestamptz,
  disclosure_text text,
  escalated boolean not null default false,
  escalation_time timestamptz,
  transcript_status text not null default 'none'
    check (transcript_status in ('none', 'queued', 'pending', 'completed', 'failed', 'failed_permanent')),
  transcription_completed_at timestamptz,
  is_authoritative boolean not null default true,
  immutability_policy text not null default 'limited' check (immutability_policy in ('immutable', 'limited', 'mutable')),
  custody_status text not null default 'active' check (custody_status in ('active', 'archived', 'legal_hold', 'expired')),
  retention_class text not null default 'default' check (retention_class in ('default', 'regulated', 'legal_hold')),
  legal_hold_flag boolean not null default false,
  evidence_completeness text not null default 'unknown'
    check (evidence_completeness in ('unknown', 'partial', 'complete', 'failed')),
  is_deleted boolean not null default false,
  deleted_at timestamptz,
  deleted_by uuid references users (id) on delete restrict,
  version int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint calls_end_after_start check (ended_at >= started_at)
);
create index calls_latest on calls (organization_id, created_at desc, id) where not is_deleted;
create index calls_unsettled on calls (organization_id, created_at)
  where status in ('pending', 'initiated', 'ringing', 'in_progress', 'on_hold', 'bridged', 'transferring', 'transferred');
select wib.protect('calls');

-- Identity never changes. A late fact may correct how a call ended, but no fact makes it younger: before the conversation,
-- in it, over. Deleting is a soft delete for everybody but the purge.
create function wib.guard_call() returns trigger language plpgsql as $$
declare
  v_before constant text[] := array['pending', 'initiated', 'ringing'];
  v_over constant text[] := array['completed', 'failed', 'busy', 'no_answer', 'canceled'];
begin
  if tg_op = 'DELETE' then
    if current_user = 'wib_purge' then
      return old;
    end if;
    update public.calls set is_deleted = true, deleted_at = coalesce(deleted_at, now())
     where organization_id = old.organization_id and id = old.id and not is_deleted;
    return null;
  end if;
  if (new.id, new.organization_id, new.created_at) is distinct from (old.id, old.organization_id, old.created_at)
     or new.created_by is distinct from old.created_by then
    raise exception 'calls: identity and origin never change'
      using errcode = 'check_violation', constraint = 'calls_identity';
  end if;
  if new.status <> old.status
     and ((old.status = any (v_over) and not new.status = any (v_over))
          or (not old.status = any (v_before) and new.status = any (v_before))) then
    raise exception 'calls: % does not become %', old.status, new.status
      using errcode = 'check_violation', constraint = 'calls_status_moves';
  end if;
  return new;
end
$$;
create trigger guard_call before update or delete on calls for each row execute function wib.guard_call();

create table call_legs (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  role text not null check (role in ('agent', 'consumer', 'supervisor', 'transfer_target')),
  carrier text not null default 'telnyx',
  control_id text,
  session_id text,
  carrier_leg_id text,
  to_number text,
  from_number text,
  status text not null default 'pending'
    check (status in ('pending', 'initiated', 'ringing', 'in_progress', 'on_hold', 'bridged', 'transferring', 'transferred',
                      'completed', 'failed', 'busy', 'no_answer', 'canceled')),
  dialed_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  hangup_cause text,
  stream_token_hash text check (stream_token_hash ~ '^[0-9a-f]{64}$'),
  stream_token_used_at timestamptz,
  stream_token_expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict
);
create index call_legs_of_call on call_legs (organization_id, call_id);
create unique index call_legs_by_control_id on call_legs (carrier, control_id) where control_id is not null;
create unique index call_legs_by_stream_token on call_legs (stream_token_hash) where stream_token_hash is not null;
select wib.protect('call_legs');

-- A set, not a list: the same news told twice is one fact. `event_id` is the sender's id of the news.
create table call_facts (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  leg_id uuid,
  kind text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  source text not null,
  event_id text,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, source, event_id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  foreign key (organization_id, leg_id) references call_legs (organization_id, id) on delete restrict
);
create index call_facts_of_call on call_facts (organization_id, call_id, occurred_at);
select wib.protect('call_facts');
select wib.append_only('call_facts', 'purgeable');

grant select on calls, call_legs, call_facts to wib_app;
grant insert on calls, call_legs, call_facts to wib_app;
-- Everything about a call may change but its identity and where it came from.
grant update (status, direction, flow_type, from_number, to_number, caller_id_used, user_id, started_at, answered_at, ended_at,
              duration_seconds, talk_seconds, hold_seconds, hangup_cause, failure_reason, is_test, gate, amd_result,
              disposition, disposition_set_at, disposition_set_by, disposition_notes, consent_method, consent_timestamp,
              consent_audio_offset_ms, consent_verified_by, consent_verified_at, recording_consent, disclosure_type,
              disclosure_given, disclosure_timestamp, disclosure_text, escalated, escalation_time, transcript_status,
              transcription_completed_at, custody_status, retention_class, legal_hold_flag, evidence_completeness, is_deleted,
              deleted_at, deleted_by, version)
  on calls to wib_app;
grant update (control_id, session_id, carrier_leg_id, to_number, from_number, status, dialed_at, answered_at, ended_at,
              hangup_cause, stream_token_hash, stream_token_used_at, stream_token_expires_at)
  on call_legs to wib_app;
grant select, delete on calls, call_legs, call_facts to wib_purge;
grant update (from_number, to_number, caller_id_used) on calls to wib_purge;
grant update (from_number, to_number) on call_legs to wib_purge;

grant select on calls to wib_door;
grant select on call_legs to wib_door;
grant update (stream_token_used_at) on call_legs to wib_door;

set local role wib_door;

-- Whose leg a carrier speaks of: at most one row.
create function wib.find_call_for_leg(p_carrier text, p_control_id text)
returns table (organization_id uuid, call_id uuid, leg_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.organization_id, l.call_id, l.id from public.call_legs l
   where l.carrier = p_carrier and l.control_id = p_control_id
$$;

-- Spends a media socket's token: a row the first time, none ever after or once it has expired.
create function wib.claim_stream_token(p_token_hash text)
returns table (organization_id uuid, call_id uuid, leg_id uuid, leg_role text, carrier text, control_id text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.call_legs l set stream_token_used_at = clock_timestamp()
   where l.stream_token_hash = p_token_hash and l.stream_token_used_at is null
     and l.stream_token_expires_at > clock_timestamp()
  returning l.organization_id, l.call_id, l.id, l.role, l.carrier, l.control_id
$$;

-- Calls that are not over, oldest first, of every tenant: what a starting process settles.
create function wib.unsettled_calls(p_limit int default 1000)
returns table (organization_id uuid, call_id uuid, status text, created_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.organization_id, c.id, c.status, c.created_at from public.calls c
   where c.status in ('pending', 'initiated', 'ringing', 'in_progress', 'on_hold', 'bridged', 'transferring', 'transferred')
   order by c.created_at limit p_limit
$$;

grant execute on function wib.find_call_for_leg(text, text), wib.claim_stream_token(text), wib.unsettled_calls(int) to wib_app;
reset role;
