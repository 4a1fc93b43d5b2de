select m.role, wib.plan_of(m.organization_id) as plan from org_members m where m.user_id = $1::uuid and m.removed_at is null
