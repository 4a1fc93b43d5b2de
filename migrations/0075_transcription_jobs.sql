-- The canonical transcript of a stored recording is made by a vendor: one job a recording, written in the transaction that stores
-- it, carried by the transcription queue, and looked after by a sweep (docs/transcripts.md). Serves what schema.md calls job_queue
-- for this queue.

create table transcription_jobs (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  call_id uuid not null,
  recording_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'pending', 'completed', 'failed', 'failed_permanent')),
  tries int not null default 0 check (tries >= 0),
  failures int not null default 0 check (failures >= 0),
  vendor text,
  audio_ref text,
  vendor_job_id text,
  last_error text,
  enqueued_at timestamptz,
  claimed_until timestamptz,
  submitted_at timestamptz,
  told_at timestamptz,
  failed_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, recording_id),
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict,
  foreign key (organization_id, recording_id) references recordings (organization_id, id) on delete restrict
);
create index transcription_jobs_of_call on transcription_jobs (organization_id, call_id);
create unique index transcription_jobs_by_vendor_job on transcription_jobs (vendor, vendor_job_id) where vendor_job_id is not null;
create index transcription_jobs_open on transcription_jobs (created_at) where status in ('queued', 'pending', 'failed');
select wib.protect('transcription_jobs');
-- schema.md's moves; a person may begin again what was given up.
create trigger moves before update of status on transcription_jobs for each row
  execute function wib.allow_moves('queued>pending,failed,failed_permanent', 'pending>completed,failed,failed_permanent',
                                   'failed>queued,pending,failed_permanent', 'failed_permanent>queued');

-- A call stands where that one of its recordings stands that has farthest to go. The call's row is locked in a statement of its
-- own, so that of two jobs that move at once the later one sees the earlier.
create function wib.show_transcription() returns trigger language plpgsql as $$
declare
  v_status text;
begin
  perform 1 from public.calls where organization_id = new.organization_id and id = new.call_id for no key update;
  select case when bool_or(status = 'queued') then 'queued' when bool_or(status = 'pending') then 'pending'
              when bool_or(status = 'failed') then 'failed' when bool_or(status = 'failed_permanent') then 'failed_permanent'
              else 'completed' end
    into v_status
    from public.transcription_jobs where organization_id = new.organization_id and call_id = new.call_id;
  update public.calls
     set transcript_status = v_status, transcription_completed_at = case when v_status = 'completed' then clock_timestamp() end
   where organization_id = new.organization_id and id = new.call_id and transcript_status <> v_status;
  return null;
end
$$;
create trigger show_transcription after insert or update of status on transcription_jobs
  for each row execute function wib.show_transcription();

grant select, insert on transcription_jobs to wib_app;
grant update (status, tries, failures, vendor, audio_ref, vendor_job_id, last_error, enqueued_at, claimed_until, submitted_at, told_at,
              failed_at, completed_at)
  on transcription_jobs to wib_app;
grant select, delete on transcription_jobs to wib_purge;
grant select, update (enqueued_at, told_at) on transcription_jobs to wib_door;

set local role wib_door;

-- The vendor has news of a job: whose it is. No row for one that is none of ours, or over.
create function wib.note_transcription(p_vendor text, p_vendor_job text) returns table (organization_id uuid, job_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.transcription_jobs j set told_at = clock_timestamp()
   where j.vendor = p_vendor and j.vendor_job_id = p_vendor_job and j.status = 'pending'
  returning j.organization_id, j.id
$$;

-- Jobs that nobody carries although somebody should, of every tenant, oldest first; each is marked as told to the queue, so that the
-- next sweep leaves it alone for a while. Written and never enqueued for a minute; enqueued, and half an hour later still there;
-- failed five minutes ago (ten of those at most); news nobody fetched; or no news for ten minutes.
create function wib.due_transcriptions(p_limit int) returns table (organization_id uuid, job_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with free as materialized (
    select j.* from public.transcription_jobs j
     where j.status in ('queued', 'pending', 'failed') and (j.claimed_until is null or j.claimed_until < clock_timestamp())),
  due as materialized (
    (select f.organization_id, f.id from free f
      where (f.status = 'queued'
             and coalesce(f.enqueued_at + interval '30 minutes', f.created_at + interval '1 minute') < clock_timestamp())
         or (f.status = 'pending'
             and (f.told_at > coalesce(f.enqueued_at, '-infinity') or f.told_at < clock_timestamp() - interval '5 minutes'
                  or greatest(f.submitted_at, f.enqueued_at) < clock_timestamp() - interval '10 minutes')
             and coalesce(f.enqueued_at, '-infinity') < clock_timestamp() - interval '1 minute')
      order by f.created_at limit p_limit)
    union all
    (select f.organization_id, f.id from free f
      where f.status = 'failed' and f.failed_at < clock_timestamp() - interval '5 minutes'
        and (coalesce(f.enqueued_at, '-infinity') < f.failed_at or f.enqueued_at < clock_timestamp() - interval '30 minutes')
      order by f.failed_at limit 10))
  update public.transcription_jobs j set enqueued_at = clock_timestamp()
    from due where j.organization_id = due.organization_id and j.id = due.id
  returning j.organization_id, j.id
$$;

grant execute on function wib.note_transcription(text, text), wib.due_transcriptions(int) to wib_app;
reset role;
