update transcription_jobs set enqueued_at = clock_timestamp() where id = $1::uuid
