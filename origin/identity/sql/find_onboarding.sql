-- Whether a trial would begin is asked as wib.set_up_organization asks it.
select o.onboarding_step, o.onboarding_completed_at, wib.plan_of(o.id) as plan, o.plan_status, o.trial_ends_at,
       o.plan = 'free' and o.plan_status = 'active' and o.trial_ends_at is null and o.subscription_id is null as trial_available,
       o.provisioned_number, o.timezone, to_char(o.calling_hours_start, 'HH24:MI') as calling_hours_start,
       to_char(o.calling_hours_end, 'HH24:MI') as calling_hours_end, o.dnc_enabled, o.disclosure_enabled, o.compliance_confirmed_at
  from organizations o where o.deleted_at is null
