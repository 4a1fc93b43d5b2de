update team_invites set status = 'expired' where email = $1::text and status = 'pending' and expires_at <= now()
