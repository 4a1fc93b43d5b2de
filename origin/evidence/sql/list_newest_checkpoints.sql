select organization_id, size, note from wib.newest_audit_checkpoints($1::uuid, $2::int)
