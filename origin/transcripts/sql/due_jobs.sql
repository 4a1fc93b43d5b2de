select organization_id, job_id from wib.due_transcriptions($1::int)
