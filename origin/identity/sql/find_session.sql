select session_id, user_id, email, email_verified, name, organization_id, organization_name, role, wib.plan_of(organization_id) as plan,
       platform_role, expires_at, fingerprint_hash
  from wib.find_claims($1::text)
