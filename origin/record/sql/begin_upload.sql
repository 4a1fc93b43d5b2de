-- What the settled spool says of itself. A recording that is stored already stays as it is.
update recordings
   set status = 'uploading', object_key = $2, content_type = $3, size_bytes = $4::bigint, media_hash = $5, chain_head = $6,
       duration_ms = $7::bigint, frame_count = $8::bigint, gaps = $9::jsonb, pauses = $10::jsonb,
       started_at = $11::timestamptz, ended_at = $12::timestamptz
 where id = $1::uuid and status in ('recording', 'uploading', 'failed')
returning id
