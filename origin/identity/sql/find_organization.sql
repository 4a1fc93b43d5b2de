select o.id, o.name, o.plan, o.plan_status, o.timezone, to_char(o.calling_hours_start, 'HH24:MI') as calling_hours_start,
       to_char(o.calling_hours_end, 'HH24:MI') as calling_hours_end, o.onboarding_step, o.trial_ends_at, o.address, o.industry, o.created_at,
       (select count(*) from org_members c where c.removed_at is null) as member_count,
       (select m.role from org_members m where m.user_id = $1::uuid and m.removed_at is null) as role
  from organizations o where o.id = coalesce($2::uuid, o.id) and o.deleted_at is null
