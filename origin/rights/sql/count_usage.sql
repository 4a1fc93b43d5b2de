insert into usage_meters (organization_id, metric, period_start, quantity)
values (current_setting('app.current_organization_id')::uuid, $1::text, $2::date, $3::bigint)
on conflict (organization_id, metric, period_start) do update set quantity = excluded.quantity
