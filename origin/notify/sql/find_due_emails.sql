select id, kind, recipient, detail, attempts, created_at, expires_at from wib.due_emails($1::int)
