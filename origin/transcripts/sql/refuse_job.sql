update transcription_jobs set status = 'failed_permanent', last_error = $2::text, failed_at = clock_timestamp() where id = $1::uuid
