update team_invites set status = 'cancelled' where id = $1::uuid and status = 'pending' returning email, role
