-- No row for a team that is not there or not active; one without a member where the page is empty.
with page as (
  select m.user_id, m.team_role, m.joined_at, u.email, coalesce(u.name, '') as name, o.role
    from team_members m
    join org_members o on o.user_id = m.user_id
    join users u on u.id = m.user_id
   where m.team_id = $1::uuid and m.removed_at is null
   order by u.name, u.email, m.user_id limit $2::int offset $3::bigint)
select (select count(*) from team_members m where m.team_id = t.id and m.removed_at is null) as total,
       p.user_id, p.team_role, p.joined_at, p.email, p.name, p.role
  from teams t left join page p on true
 where t.id = $1::uuid and t.is_active
 order by p.name, p.email, p.user_id
