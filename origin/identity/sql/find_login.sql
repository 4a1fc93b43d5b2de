select user_id, email, name, password_hash, platform_role, locked_until, organization_id, organization_name, role, plan from wib.find_login($1::text)
