select wib.append_audit_leaves($1::bigint, $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::bytea, $8::xid8, $9::uuid)
