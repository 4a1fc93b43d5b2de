-- An audit row as it is now and the place of its leaf, if it has one; with $2, only if that person's own hands did it.
select l.leaf_index, a.organization_id, a.id, (extract(epoch from a.created_at) * 1000000)::bigint as created_at_us, a.user_id,
       a.actor_type, a.actor_label, a.action, a.resource_type, a.resource_id, a.old_value, a.new_value,
       a.ip_address::text as ip_address, a.user_agent, a.actor_sealed, a.actor_key_id, a.subject_sealed, a.subject_key_id,
       a.metadata, a.correlation_id
  from audit_logs a left join audit_leaves l on l.organization_id = a.organization_id and l.audit_id = a.id
 where a.id = $1::uuid and ($2::uuid is null or a.user_id = $2)
