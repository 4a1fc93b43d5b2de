insert into recording_derivatives (organization_id, recording_id, kind, object_key, content_type, size_bytes, media_hash,
                                   duration_ms, produced_by)
values ($1::uuid, $2::uuid, 'wav', $3, 'audio/wav', $4::bigint, $5, $6::bigint, $7)
on conflict (organization_id, recording_id, kind) do nothing
