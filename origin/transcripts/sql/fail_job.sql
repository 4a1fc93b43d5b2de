-- The third failure is the last ($3: how many there may be). The next try begins from nothing.
update transcription_jobs
   set status = case when failures + 1 >= $3::int then 'failed_permanent' else 'failed' end, failures = failures + 1,
       last_error = $2::text, failed_at = clock_timestamp(), claimed_until = null, audio_ref = null, vendor_job_id = null,
       submitted_at = null, told_at = null
 where id = $1::uuid and status in ('queued', 'pending', 'failed')
returning status
