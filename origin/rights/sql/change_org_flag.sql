update org_feature_flags f
   set enabled = $2::boolean, disabled_reason = $3::text, disabled_at = case when not $2 then now() end,
       disabled_by = case when not $2 then $4::uuid end, daily_limit = $5::int, monthly_limit = $6::int, config_value = $7::text
  from (select id, enabled from org_feature_flags where feature = $1::text and removed_at is null for no key update) was
 where f.id = was.id
returning f.id, was.enabled as was_enabled
