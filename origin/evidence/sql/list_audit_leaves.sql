-- Leaves from $1 to before $2 with the rows they were made of, as these are now.
select l.leaf_index, l.leaf_hash, l.organization_id, a.id, (extract(epoch from a.created_at) * 1000000)::bigint as created_at_us,
       a.user_id, a.actor_type, a.actor_label, a.action, a.resource_type, a.resource_id, a.old_value, a.new_value,
       a.ip_address::text as ip_address, a.user_agent, a.actor_sealed, a.actor_key_id, a.subject_sealed, a.subject_key_id,
       a.metadata, a.correlation_id
  from audit_leaves l left join audit_logs a on a.organization_id = l.organization_id and a.id = l.audit_id
 where l.leaf_index >= $1::bigint and l.leaf_index < $2::bigint
 order by l.leaf_index
