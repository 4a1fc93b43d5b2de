-- One row without a team where the page is empty.
with page as (
  select * from teams where is_active order by name, id limit $1::int offset $2::bigint)
select (select count(*) from teams where is_active) as total,
       t.id, t.name, t.description, t.team_type, t.parent_team_id, t.manager_user_id, u.email as manager_email,
       coalesce(u.name, '') as manager_name, t.is_active, t.created_by, t.created_at, t.updated_at,
       (select count(*) from team_members m where m.team_id = t.id and m.removed_at is null) as member_count
  from (select 1) one
  left join page t on true
  left join users u on u.id = t.manager_user_id
 order by t.name, t.id
