update team_members set removed_at = now() where team_id = $1::uuid and user_id = $2::uuid and removed_at is null
