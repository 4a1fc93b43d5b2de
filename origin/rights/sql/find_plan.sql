-- The organization's plan as it counts now, as it is written, and what of it is used.
select wib.plan_of(o.id) as plan, o.plan as written_plan, o.plan_status, o.trial_ends_at,
       date_trunc('month', now() at time zone 'UTC')::date::text as period_start,
       coalesce((select jsonb_object_agg(m.metric, m.quantity::bigint) from usage_meters m
                  where m.period_start = date_trunc('month', now() at time zone 'UTC')::date), '{}') as used,
       wib.users_taken(null) as users
  from organizations o
