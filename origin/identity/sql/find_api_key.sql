select key_id, organization_id, organization_name, role, wib.plan_of(organization_id) as plan, permissions, expires_at from wib.find_api_key($1::text)
