update transcription_jobs
   set status = 'queued', tries = 0, failures = 0, last_error = null, enqueued_at = null, claimed_until = null
 where call_id = $1::uuid and status = 'failed_permanent'
returning id
