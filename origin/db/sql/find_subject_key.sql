select subject_kind, subject_id, wrapped_key from subject_keys where organization_id = $1::uuid and id = $2::uuid
