-- A row that should have had its leaf long ago.
select a.id from audit_logs a
 where a.created_at < now() - interval '15 minutes'
   and not exists (select from audit_leaves l where l.organization_id = a.organization_id and l.audit_id = a.id)
 limit 1
