select user_id, email, name, password_hash, platform_role, locked_until, organization_id, organization_name, role,
       wib.plan_of(organization_id) as plan, wib.has_proven_address(user_id) as email_verified
  from wib.find_login($1::text)
