-- Every switch that is set for everybody or here; usage as it stands today and this month, by the organization's own days.
with here as (
  select o.timezone, (now() at time zone o.timezone)::date as today from organizations o),
everybody as (
  select feature, enabled from global_feature_flags where removed_at is null),
ours as (
  select * from org_feature_flags where removed_at is null)
select coalesce(f.feature, g.feature) as feature, g.enabled as global_enabled, f.enabled, f.disabled_reason, f.disabled_at, f.daily_limit,
       f.monthly_limit, f.config_value, f.updated_at,
       coalesce(case when (f.usage_reset_at at time zone h.timezone)::date = h.today then f.current_daily_usage end, 0) as daily_usage,
       coalesce(case when date_trunc('month', f.usage_reset_at at time zone h.timezone) = date_trunc('month', h.today::timestamp)
                     then f.current_monthly_usage end, 0) as monthly_usage
  from everybody g full join ours f on f.feature = g.feature
  cross join here h
 where $1::text is null or coalesce(f.feature, g.feature) = $1
 order by 1
