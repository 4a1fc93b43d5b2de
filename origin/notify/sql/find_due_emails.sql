select id, kind, recipient, detail, attempts, created_at, expires_at, organization_id, suppressed from wib.due_emails($1::int)
