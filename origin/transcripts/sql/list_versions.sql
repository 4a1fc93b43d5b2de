select v.id, v.recording_id, v.version, v.is_authoritative, v.produced_by, v.produced_by_model, v.transcript_hash, v.input_refs,
       v.transcript_json, v.created_at
  from transcript_versions v
  join recordings r on r.organization_id = v.organization_id and r.id = v.recording_id and not r.is_deleted
 where v.call_id = $1::uuid
 order by r.started_at, v.recording_id, v.version desc
