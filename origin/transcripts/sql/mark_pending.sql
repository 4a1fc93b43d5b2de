update transcription_jobs
   set status = 'pending', vendor = $2::text, vendor_job_id = $3::text, submitted_at = clock_timestamp(), told_at = null,
       claimed_until = null, last_error = null
 where id = $1::uuid and status in ('queued', 'failed')
returning id
