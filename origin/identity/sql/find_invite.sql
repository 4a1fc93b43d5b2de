select organization_id, organization_name, email, role, expires_at, is_proof from wib.find_invitation($1::text)
