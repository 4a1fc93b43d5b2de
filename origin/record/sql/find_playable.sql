select r.status, d.object_key, d.content_type, d.size_bytes, d.media_hash
  from recordings r
  left join recording_derivatives d on d.recording_id = r.id and d.organization_id = r.organization_id and d.kind = 'wav'
 where r.id = $1::uuid and not r.is_deleted
