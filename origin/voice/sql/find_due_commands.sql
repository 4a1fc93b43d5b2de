select id, organization_id, call_id, leg_id, kind, payload, status, attempts, first_sent_at, created_at from wib.due_commands($1);
