-- Rows without a leaf behind the place ($1, $2, $3), in the order in which they become leaves; $4 at most.
select a.txid, a.organization_id, a.id, (extract(epoch from a.created_at) * 1000000)::bigint as created_at_us, a.user_id,
       a.actor_type, a.actor_label, a.action, a.resource_type, a.resource_id, a.old_value, a.new_value,
       a.ip_address::text as ip_address, a.user_agent, a.actor_sealed, a.actor_key_id, a.subject_sealed, a.subject_key_id,
       a.metadata, a.correlation_id
  from audit_logs a
 where (a.txid, a.created_at, a.id) > ($1::xid8, $2::timestamptz, $3::uuid)
   -- Looked up row by row (offset 0): few have one, and those of the whole log are many.
   and not exists (select from audit_leaves l where l.organization_id = a.organization_id and l.audit_id = a.id offset 0)
 order by a.txid, a.created_at, a.id
 limit $4::int
