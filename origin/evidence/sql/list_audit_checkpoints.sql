-- What was signed of the log at sizes above $1, the smallest first.
select size, root, note, verifier_key from audit_checkpoints where size > $1::bigint order by size limit $2::int
