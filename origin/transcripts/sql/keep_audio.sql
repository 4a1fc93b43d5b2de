update transcription_jobs set vendor = $2::text, audio_ref = $3::text where id = $1::uuid
