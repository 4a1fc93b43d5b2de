select size, root, note, verifier_key, signed_at from audit_checkpoints order by size desc limit 1
