-- Nothing has come of it yet; the next message goes on from here.
update transcription_jobs set claimed_until = null, told_at = null, last_error = coalesce($2::text, last_error) where id = $1::uuid
