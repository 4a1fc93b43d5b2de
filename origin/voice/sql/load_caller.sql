-- What a call needs to know about who places it.
select wib.plan_of(o.id) as plan, o.suspended_at is null as is_active,
       (select coalesce(jsonb_agg(jsonb_build_object('number', n.phone_number, 'last_used_at', n.last_used_at,
                 'is_default', n.is_default) order by n.is_default desc, n.created_at, n.phone_number), '[]')
          from outbound_numbers n where n.is_active) as numbers
  from organizations o;
