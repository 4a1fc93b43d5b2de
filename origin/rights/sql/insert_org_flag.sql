-- No row when the switch is set already; one that was taken away comes back.
insert into org_feature_flags as f (organization_id, feature, enabled, disabled_reason, disabled_at, disabled_by, daily_limit, monthly_limit,
                                    config_value)
values (current_setting('app.current_organization_id')::uuid, $1::text, $2::boolean, $3::text, case when not $2 then now() end,
        case when not $2 then $4::uuid end, $5::int, $6::int, $7::text)
on conflict (organization_id, feature) do update
  set enabled = excluded.enabled, disabled_reason = excluded.disabled_reason, disabled_at = excluded.disabled_at,
      disabled_by = excluded.disabled_by, daily_limit = excluded.daily_limit, monthly_limit = excluded.monthly_limit,
      config_value = excluded.config_value, removed_at = null
  where f.removed_at is not null
returning f.id
