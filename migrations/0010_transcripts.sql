-- Words: live segments as they came (a preview), and the canonical versions made of them, which never change.

create table call_transcript_segments (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  segment_index int not null default 0 check (segment_index >= 0),
  speaker text not null check (speaker in ('agent', 'consumer', 'unknown')),
  content text not null,
  words jsonb not null default '[]',
  start_ms bigint check (start_ms >= 0),
  end_ms bigint check (end_ms >= start_ms),
  confidence real,
  is_authoritative boolean not null default false check (not is_authoritative),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, call_id, segment_index),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict
);
select wib.protect('call_transcript_segments');

create table transcript_versions (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  recording_id uuid not null,
  version int not null default 1 check (version >= 1),
  transcript_json jsonb not null,
  transcript_hash text not null check (transcript_hash ~ '^[0-9a-f]{64}$'),
  produced_by text not null check (produced_by in ('system', 'human', 'model')),
  produced_by_model text,
  produced_by_user_id uuid references users (id) on delete restrict,
  input_refs jsonb,
  is_authoritative boolean not null default true,
  immutability_policy text not null default 'immutable' check (immutability_policy in ('immutable', 'limited', 'mutable')),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, recording_id, version),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  foreign key (organization_id, recording_id) references recordings (organization_id, id) on delete restrict
);
create index transcript_versions_of_call on transcript_versions (organization_id, call_id);
select wib.protect('transcript_versions');
select wib.append_only('transcript_versions', 'purgeable');

grant select, insert on call_transcript_segments, transcript_versions to wib_app;
grant update (content, words, start_ms, end_ms, confidence) on call_transcript_segments to wib_app;
grant select, delete on call_transcript_segments, transcript_versions to wib_purge;
