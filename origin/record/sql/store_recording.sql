-- Also from failed: the session may tell of a full disk while what there is of the recording is already on its way.
update recordings
   set status = 'stored', stored_at = clock_timestamp(), spool_path = null, failure_reason = $2, evidence_completeness = $3
 where id = $1::uuid and status in ('uploading', 'failed')
returning id
