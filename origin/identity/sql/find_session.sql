select session_id, user_id, email, email_verified, name, organization_id, organization_name, role, plan, platform_role, expires_at,
       fingerprint_hash
  from wib.find_claims($1::text)
