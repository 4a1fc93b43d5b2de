select id, user_agent, ip, organization_name, created_at, last_seen_at, expires_at from wib.sessions_of($1::uuid)
