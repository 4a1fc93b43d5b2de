select r.id, r.call_id, r.status, r.source, r.is_authoritative, r.content_type, r.duration_ms, r.size_bytes, r.media_hash,
       r.chain_head, r.started_at
  from recordings r where r.id = $1::uuid and not r.is_deleted
