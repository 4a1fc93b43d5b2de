-- One use, counted in the statement that checks it: of many at once no more pass than there is room for, because each waits for the row
-- and looks again. No row where a limit is reached. Days and months are the organization's own.
update org_feature_flags f
   set current_daily_usage = 1 + case when (f.usage_reset_at at time zone h.timezone)::date = h.today
                                      then f.current_daily_usage else 0 end,
       current_monthly_usage = 1 + case when date_trunc('month', f.usage_reset_at at time zone h.timezone) = h.month
                                        then f.current_monthly_usage else 0 end,
       usage_reset_at = now()
  from (select o.timezone, (now() at time zone o.timezone)::date as today, date_trunc('month', now() at time zone o.timezone) as month
          from organizations o) h
 where f.feature = $1::text and f.removed_at is null and f.enabled
   and (f.daily_limit is null
        or case when (f.usage_reset_at at time zone h.timezone)::date = h.today then f.current_daily_usage else 0 end < f.daily_limit)
   and (f.monthly_limit is null
        or case when date_trunc('month', f.usage_reset_at at time zone h.timezone) = h.month
                then f.current_monthly_usage else 0 end < f.monthly_limit)
returning f.id
