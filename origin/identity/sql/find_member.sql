select m.user_id, u.email, coalesce(u.name, '') as name, m.role, m.created_at, u.last_seen_at,
       (select count(*) from org_members o where o.removed_at is null and o.role = 'owner') as owners
  from org_members m join users u on u.id = m.user_id
 where m.user_id = $1::uuid and m.removed_at is null
