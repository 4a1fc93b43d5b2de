update transcription_jobs
   set status = 'completed', completed_at = clock_timestamp(), claimed_until = null, last_error = null
 where id = $1::uuid and status = 'pending'
returning id
