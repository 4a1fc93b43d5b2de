-- Those that were refused before they were counted against the plan.
select count(*) filter (where last_error = $2::text) as uncounted from transcription_jobs
 where call_id = $1::uuid and status = 'failed_permanent'
