select wib.keep_audit_checkpoint($1::bigint, $2::bytea, $3::text, $4::text)
