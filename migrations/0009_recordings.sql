-- The authoritative recording is the stored spool: frames as received, gaps, pauses, end and hash chain. What is derived from it
-- for listening stands beside it with its provenance.

create table recordings (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  source text not null default 'stream' check (source in ('stream', 'carrier', 'upload', 'import')),
  recording_sid text,
  status text not null default 'recording' check (status in ('recording', 'uploading', 'stored', 'failed')),
  spool_path text,
  object_key text,
  content_type text not null default 'application/x-wib-spool',
  size_bytes bigint check (size_bytes >= 0),
  media_hash text check (media_hash ~ '^[0-9a-f]{64}$'),
  chain_head text,
  duration_ms bigint check (duration_ms >= 0),
  frame_count bigint check (frame_count >= 0),
  gaps jsonb not null default '[]',
  pauses jsonb not null default '[]',
  started_at timestamptz,
  ended_at timestamptz,
  stored_at timestamptz,
  failure_reason text,
  encryption_key_id text,
  is_altered boolean not null default false,
  created_by uuid references users (id) on delete restrict,
  is_authoritative boolean not null default true,
  immutability_policy text not null default 'immutable' check (immutability_policy in ('immutable', 'limited', 'mutable')),
  custody_status text not null default 'active' check (custody_status in ('active', 'archived', 'legal_hold', 'expired')),
  retention_class text not null default 'default' check (retention_class in ('default', 'regulated', 'legal_hold')),
  legal_hold_flag boolean not null default false,
  evidence_completeness text not null default 'unknown'
    check (evidence_completeness in ('unknown', 'partial', 'complete', 'failed')),
  disclosure_given boolean not null default false,
  disclosure_type text,
  consent_captured boolean not null default false,
  consent_method text,
  consent_audio_offset_ms int,
  is_deleted boolean not null default false,
  deleted_at timestamptz,
  deleted_by uuid references users (id) on delete restrict,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  constraint recordings_stored_is_provable
    check (status <> 'stored' or (object_key is not null and size_bytes is not null and media_hash is not null))
);
create index recordings_of_call on recordings (organization_id, call_id);
create unique index recordings_by_sid on recordings (recording_sid) where recording_sid is not null;
create unique index recordings_by_object_key on recordings (object_key) where object_key is not null;
create index recordings_unsettled on recordings (organization_id, created_at) where status in ('recording', 'uploading');
select wib.protect('recordings');

-- Until it is stored, a recording learns how long it is and where it went; afterwards only custody, hold and soft delete move.
create function wib.guard_recording() returns trigger language plpgsql as $$
declare
  v_always constant text[] := array['custody_status', 'retention_class', 'legal_hold_flag', 'evidence_completeness',
                                    'is_deleted', 'deleted_at', 'deleted_by', 'updated_at'];
  v_until_stored constant text[] := array['status', 'spool_path', 'object_key', 'content_type', 'size_bytes', 'media_hash',
                                          'chain_head', 'duration_ms', 'frame_count', 'gaps', 'pauses', 'ended_at', 'stored_at',
                                          'failure_reason', 'started_at', 'encryption_key_id'];
  v_free text[] := v_always;
begin
  if tg_op = 'DELETE' then
    if current_user = 'wib_purge' then
      return old;
    end if;
    raise exception 'recordings: only the purge deletes'
      using errcode = 'check_violation', constraint = 'recordings_append_only';
  end if;
  if old.status <> 'stored' then
    v_free := v_always || v_until_stored;
  end if;
  -- The spool's path is forgotten once the stored object has been verified.
  if old.status = 'stored' and new.spool_path is null then
    v_free := v_free || array['spool_path'];
  end if;
  if (to_jsonb(new) - v_free) is distinct from (to_jsonb(old) - v_free) then
    raise exception 'recordings: what is stored never changes'
      using errcode = 'check_violation', constraint = 'recordings_append_only';
  end if;
  return new;
end
$$;
create trigger guard_recording before update or delete on recordings for each row execute function wib.guard_recording();
create trigger moves before update of status on recordings for each row
  execute function wib.allow_moves('recording>uploading,stored,failed', 'uploading>stored,failed', 'failed>uploading,stored');

create table recording_derivatives (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  recording_id uuid not null,
  kind text not null check (kind in ('wav', 'mp3', 'opus')),
  object_key text not null unique,
  content_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  media_hash text not null check (media_hash ~ '^[0-9a-f]{64}$'),
  duration_ms bigint check (duration_ms >= 0),
  produced_by text not null,
  produced_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, recording_id, kind),
  foreign key (organization_id, recording_id) references recordings (organization_id, id) on delete restrict
);
select wib.protect('recording_derivatives');
select wib.append_only('recording_derivatives', 'purgeable');

grant select, insert on recordings, recording_derivatives to wib_app;
grant update (status, spool_path, object_key, content_type, size_bytes, media_hash, chain_head, duration_ms, frame_count, gaps,
              pauses, started_at, ended_at, stored_at, failure_reason, custody_status, retention_class, legal_hold_flag,
              evidence_completeness, is_deleted, deleted_at, deleted_by)
  on recordings to wib_app;
grant select, delete on recordings, recording_derivatives to wib_purge;

grant select on recordings to wib_door;

set local role wib_door;
-- Recordings of every tenant that have not reached the object store: what a starting process settles.
create function wib.unsettled_recordings(p_limit int default 1000)
returns table (organization_id uuid, recording_id uuid, call_id uuid, status text, spool_path text, created_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.organization_id, r.id, r.call_id, r.status, r.spool_path, r.created_at from public.recordings r
   where r.status in ('recording', 'uploading') order by r.created_at limit p_limit
$$;
grant execute on function wib.unsettled_recordings(int) to wib_app;
reset role;
