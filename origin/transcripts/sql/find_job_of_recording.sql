select id from transcription_jobs where recording_id = $1::uuid and status = 'queued'
