update recordings
   set status = 'stored', stored_at = clock_timestamp(), spool_path = null, failure_reason = $2, evidence_completeness = $3
 where id = $1::uuid and status = 'uploading'
returning id
