-- The plan that counts now and what the month has used of a metric so far.
select wib.plan_of(o.id) as plan, date_trunc('month', now() at time zone 'UTC')::date::text as period_start,
       coalesce((select m.quantity::bigint from usage_meters m
                  where m.metric = $1::text and m.period_start = date_trunc('month', now() at time zone 'UTC')::date), 0) as used
  from organizations o
