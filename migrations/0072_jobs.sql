-- Scheduled work: who runs a job now, what became of each run, and what time itself has ended. Rows of no tenant: only the
-- door sees them.

-- One row a job. Whoever holds the lease runs it; should they die, it lapses and the next one takes over.
create table scheduler_leases (
  name text primary key check (length(name) between 1 and 50),
  owner text,                          -- of one run, never of a process: a runner that lost its lease finds another name here
  until timestamptz,
  scheduled_for timestamptz,           -- the latest time that a run made good
  last_run timestamptz,
  last_success timestamptz,
  last_error text,                     -- of the last run that ended; null when it went well
  processed bigint not null default 0,
  errors bigint not null default 0,
  duration_ms bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((owner is null) = (until is null))
);
select wib.conceal('scheduler_leases');

-- One row for each time a job was due and run, with its last attempt.
create table job_runs (
  id uuid primary key default gen_random_uuid(),
  job text not null references scheduler_leases (name) on delete restrict,
  scheduled_for timestamptz not null,
  missed bigint not null default 0 check (missed >= 0),
  attempt int not null default 1 check (attempt >= 1),
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'abandoned')),
  processed bigint not null default 0,
  errors bigint not null default 0,
  error_code text,
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (job, scheduled_for),
  check ((status = 'running') = (ended_at is null))
);
create unique index job_runs_one_at_a_time on job_runs (job) where status = 'running';
select wib.conceal('job_runs');
create trigger moves before update of status on job_runs for each row
  execute function wib.allow_moves('running>succeeded,failed,abandoned', 'failed>running', 'abandoned>running');

grant select, insert, update on scheduler_leases, job_runs to wib_door;
grant select, delete on job_runs to wib_purge;

-- What time ended and nobody said: when that was written down.
alter table verification_tokens add column expired_at timestamptz;
create index verification_tokens_to_expire on verification_tokens (expires_at) where used_at is null and expired_at is null;
create index sessions_to_expire on sessions (expires_at) where revoked_at is null;
create index idempotency_keys_to_expire on idempotency_keys (expires_at);
create index team_invites_to_expire on team_invites (expires_at) where status = 'pending';
grant select on idempotency_keys to wib_door;
grant update (status, response_status, response_content_type, response_body, expires_at) on idempotency_keys to wib_door;

set local role wib_door;

-- Begins the run of a job that was due at `p_due`, for whoever asks first: no row when somebody runs it, when it is made good
-- already, or when it was tried often enough for that time. `made_good`: the latest time an earlier run made good.
create function wib.begin_job(p_job text, p_due timestamptz, p_owner text, p_lease_seconds int, p_tries int)
returns table (run_id uuid, attempt int, made_good timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_lease public.scheduler_leases;
  v_now timestamptz;
  v_run uuid;
  v_attempt int;
begin
  insert into public.scheduler_leases (name) values (p_job) on conflict (name) do nothing;
  select * into v_lease from public.scheduler_leases where name = p_job for update;
  v_now := clock_timestamp();  -- after whoever held the row
  if v_lease.until > v_now then
    return;
  end if;
  if v_lease.scheduled_for >= p_due then
    return;
  end if;
  -- Whoever began this did not live to say how it ended.
  update public.job_runs set status = 'abandoned', ended_at = v_now, error_code = 'lease_expired'
   where job = p_job and status = 'running';
  insert into public.job_runs as r (job, scheduled_for, began_at) values (p_job, p_due, v_now)
  on conflict (job, scheduled_for) do update
    set attempt = r.attempt + 1, status = 'running', processed = 0, errors = 0, error_code = null,
        began_at = v_now, ended_at = null
    where r.status in ('failed', 'abandoned') and r.attempt < p_tries
  returning r.id, r.attempt into v_run, v_attempt;
  if v_run is null then
    update public.scheduler_leases set owner = null, until = null where name = p_job;
    return;
  end if;
  update public.scheduler_leases
     set owner = p_owner, until = v_now + make_interval(secs => p_lease_seconds), last_run = v_now
   where name = p_job;
  return query select v_run, v_attempt, v_lease.scheduled_for;
end
$$;

-- Says that a run goes on, and how far it has come. False when the lease is somebody else's by now.
create function wib.keep_job(p_job text, p_run uuid, p_owner text, p_lease_seconds int, p_processed bigint, p_errors bigint)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.scheduler_leases set until = clock_timestamp() + make_interval(secs => p_lease_seconds)
   where name = p_job and owner = p_owner;
  if not found then
    return false;
  end if;
  update public.job_runs set processed = p_processed, errors = p_errors where id = p_run;
  return true;
end
$$;

-- Says how a run ended and lets go of the job. False when the lease was lost meanwhile: then somebody else says it.
create function wib.finish_job(p_job text, p_run uuid, p_owner text, p_status text, p_missed bigint, p_processed bigint,
                               p_errors bigint, p_error text)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_run public.job_runs;
begin
  perform 1 from public.scheduler_leases where name = p_job and owner = p_owner for update;
  if not found then
    return false;
  end if;
  update public.job_runs
     set status = p_status, missed = p_missed, processed = p_processed, errors = p_errors, error_code = p_error,
         ended_at = clock_timestamp()
   where id = p_run
  returning * into v_run;
  update public.scheduler_leases
     set owner = null, until = null, last_error = p_error, processed = p_processed, errors = p_errors,
         duration_ms = extract(epoch from v_run.ended_at - v_run.began_at) * 1000,
         scheduled_for = case when p_status = 'succeeded' then v_run.scheduled_for else scheduled_for end,
         last_success = case when p_status = 'succeeded' then v_run.ended_at else last_success end
   where name = p_job;
  return true;
end
$$;

create function wib.job_states()
returns table (name text, is_running boolean, last_run timestamptz, last_success timestamptz, last_error text, processed bigint,
               errors bigint, duration_ms bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.name, coalesce(l.until > clock_timestamp(), false), l.last_run, l.last_success, l.last_error, l.processed, l.errors,
         l.duration_ms
    from public.scheduler_leases l
$$;

-- The last runs of each job, newest first.
create function wib.job_history(p_each int)
returns table (job text, id uuid, scheduled_for timestamptz, missed bigint, attempt int, status text, processed bigint,
               errors bigint, error_code text, began_at timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.job, r.id, r.scheduled_for, r.missed, r.attempt, r.status, r.processed, r.errors, r.error_code, r.began_at, r.ended_at
    from public.scheduler_leases l
   cross join lateral (select * from public.job_runs r where r.job = l.name order by r.scheduled_for desc limit p_each) r
   order by r.job, r.scheduled_for desc
$$;

-- Sessions that ended with their time. Nothing is deleted: that is the purge's.
create function wib.expire_sessions(p_limit int) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select s.id from public.sessions s where s.revoked_at is null and s.expires_at <= now()
     order by s.expires_at limit p_limit for update skip locked),
  ended as (update public.sessions s set revoked_at = s.expires_at from due where s.id = due.id returning 1)
  select count(*)::int from ended
$$;

-- Letters' tokens that nobody used in time.
create function wib.expire_tokens(p_limit int) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select t.id from public.verification_tokens t
     where t.used_at is null and t.expired_at is null and t.expires_at <= now()
     order by t.expires_at limit p_limit for update skip locked),
  ended as (update public.verification_tokens t set expired_at = now() from due where t.id = due.id returning 1)
  select count(*)::int from ended
$$;

-- Answers kept under idempotency keys for their day: what was answered is forgotten, and the key is anybody's again. What has
-- been seen to expires no more, so that nobody looks at it twice (a mark by status would cost every request its cheap update).
create function wib.expire_answers(p_limit int) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select k.organization_id, k.id from public.idempotency_keys k where k.expires_at <= now()
     order by k.expires_at limit p_limit for update skip locked),
  ended as (
    update public.idempotency_keys k
       set status = 'released', response_status = null, response_content_type = null, response_body = null,
           expires_at = 'infinity'
      from due where k.organization_id = due.organization_id and k.id = due.id returning 1)
  select count(*)::int from ended
$$;

-- Invitations nobody accepted in time; they could not be accepted any more already.
create function wib.expire_invites(p_limit int) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select i.organization_id, i.id from public.team_invites i where i.status = 'pending' and i.expires_at <= now()
     order by i.expires_at limit p_limit for update skip locked),
  ended as (
    update public.team_invites i set status = 'expired'
      from due where i.organization_id = due.organization_id and i.id = due.id returning 1)
  select count(*)::int from ended
$$;

grant execute on function
  wib.begin_job(text, timestamptz, text, int, int), wib.keep_job(text, uuid, text, int, bigint, bigint),
  wib.finish_job(text, uuid, text, text, bigint, bigint, bigint, text), wib.job_states(), wib.job_history(int),
  wib.expire_sessions(int), wib.expire_tokens(int), wib.expire_answers(int), wib.expire_invites(int)
to wib_app;
reset role;
