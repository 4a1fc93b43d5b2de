update recordings set status = 'failed', failure_reason = $2
 where id = $1::uuid and status in ('recording', 'uploading')
returning call_id, duration_ms
