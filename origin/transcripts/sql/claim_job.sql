-- The job is the caller's for six minutes, a minute longer than a message's delivery may take (edge/core/transcription.cpp). No row
-- when it is over, or in somebody else's hands until its claim ends.
update transcription_jobs j
   set claimed_until = clock_timestamp() + interval '6 minutes', tries = j.tries + case when j.status = 'pending' then 0 else 1 end
  from recordings r
  left join recording_derivatives d on d.organization_id = r.organization_id and d.recording_id = r.id and d.kind = 'wav'
 where j.id = $1::uuid and j.status in ('queued', 'pending', 'failed')
   and (j.claimed_until is null or j.claimed_until < clock_timestamp())
   and r.organization_id = j.organization_id and r.id = j.recording_id
returning j.id, j.call_id, j.recording_id, j.status, j.tries, j.vendor_job_id, j.audio_ref, j.submitted_at, r.is_deleted,
          r.media_hash as recording_hash, r.duration_ms, d.object_key, d.content_type, d.size_bytes, d.media_hash as audio_hash
