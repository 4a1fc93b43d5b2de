select c.transcript_status,
       (select j.last_error from transcription_jobs j
         where j.call_id = c.id and j.status in ('queued', 'failed', 'failed_permanent') and j.last_error is not null
         order by j.updated_at desc limit 1) as failure_reason
  from calls c where c.id = $1::uuid and not c.is_deleted
