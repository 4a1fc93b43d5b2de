select m.user_id, u.email, coalesce(u.name, '') as name, m.role, m.created_at, u.last_seen_at
  from org_members m join users u on u.id = m.user_id
 where m.removed_at is null
 order by u.name, u.email, m.user_id
 limit 1000
