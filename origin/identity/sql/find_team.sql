select t.id, t.name, t.description, t.team_type, t.parent_team_id, t.manager_user_id, u.email as manager_email,
       coalesce(u.name, '') as manager_name, t.is_active, t.created_by, t.created_at, t.updated_at,
       (select count(*) from team_members m where m.team_id = t.id and m.removed_at is null) as member_count
  from teams t left join users u on u.id = t.manager_user_id
 where t.id = $1::uuid
