-- Sound files that people bring along: the object stands in the store before its row is written, and neither ever changes.

create table audio_files (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  file_key text not null unique,
  original_name text check (length(original_name) between 1 and 255),
  content_type text not null check (content_type like 'audio/%'),
  size_bytes bigint not null check (size_bytes > 0),
  media_hash text not null check (media_hash ~ '^[0-9a-f]{64}$'),
  duration_seconds int check (duration_seconds >= 0),
  created_by uuid references users (id) on delete restrict,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint audio_files_lie_below_their_organization check (file_key like 'audio/' || organization_id || '/%')
);
create index audio_files_newest on audio_files (organization_id, created_at desc, id);
select wib.protect('audio_files');
select wib.append_only('audio_files', 'purgeable');

grant select, insert on audio_files to wib_app;
grant select, delete on audio_files to wib_purge;
