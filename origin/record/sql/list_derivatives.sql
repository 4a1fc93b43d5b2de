select kind, content_type, size_bytes, media_hash from recording_derivatives where recording_id = $1::uuid order by kind
