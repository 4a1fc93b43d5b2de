select organization_id from wib.next_audit_log($1::uuid)
