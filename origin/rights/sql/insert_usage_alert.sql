insert into usage_alerts (organization_id, metric, period_start, percent, used, limit_value)
values (current_setting('app.current_organization_id')::uuid, $1::text, $2::date, $3::int, $4::bigint, $5::bigint)
on conflict (organization_id, metric, period_start, percent) do nothing
returning id
