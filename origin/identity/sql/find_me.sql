select u.id, u.email, u.name, u.platform_role, u.created_at, o.id as organization_id, o.name as organization_name, m.role,
       wib.plan_of(o.id) as plan
  from org_members m
  join users u on u.id = m.user_id
  join organizations o on o.id = m.organization_id
 where m.user_id = $1::uuid and m.removed_at is null
