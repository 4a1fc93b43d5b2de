with matching as (
  select a.id, a.created_at from audit_logs a
   where ($1::uuid is null or a.resource_id = $1) and ($2::text is null or a.resource_type = $2)
     and ($5::uuid is null or a.user_id = $5)),
page as (select id from matching order by created_at desc, id limit $3::int offset $4::bigint)
select (select count(*) from matching) as total,
       a.id, a.action, a.actor_type, a.actor_label, u.name as user_name, coalesce(a.resource_type, '') as resource_type,
       a.resource_id, a.old_value, a.new_value, a.created_at, a.correlation_id
  from (select 1) one
  left join (page join audit_logs a using (id)) on true
  left join users u on u.id = a.user_id
 order by a.created_at desc, a.id;
