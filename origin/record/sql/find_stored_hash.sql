select status, media_hash from recordings where id = $1::uuid
