select id, content_type, size_bytes, media_hash from audio_files where file_key = $1::text
