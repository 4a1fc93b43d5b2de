-- What the vendor has is not given up with the message: the sweep asks for it. Nor is what somebody is working on.
update transcription_jobs
   set status = 'failed_permanent', last_error = coalesce(last_error, $2::text), failed_at = clock_timestamp(), claimed_until = null
 where id = $1::uuid and status in ('queued', 'failed') and (claimed_until is null or claimed_until < clock_timestamp())
returning call_id, recording_id, last_error
