select m.user_id, m.team_role, m.joined_at, u.email, coalesce(u.name, '') as name, o.role
  from team_members m
  join org_members o on o.user_id = m.user_id
  join users u on u.id = m.user_id
 where m.team_id = $1::uuid and m.user_id = $2::uuid and m.removed_at is null
