select id, organization_id, organization_name, email, role, expires_at from wib.find_invite($1::text)
