select i.id, i.email, i.role, i.status, coalesce(u.name, u.email, '') as invited_by, i.created_at, i.expires_at
  from team_invites i left join users u on u.id = i.invited_by
 where i.status = 'pending' and i.expires_at > now()
 order by i.created_at desc, i.id limit 500
