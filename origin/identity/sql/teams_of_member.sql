-- Where somebody is, and what they lead.
select coalesce((select json_agg(m.team_id order by m.team_id) from team_members m
                  where m.user_id = $1::uuid and m.removed_at is null), '[]') as teams,
       coalesce((select json_agg(t.id order by t.id) from teams t where t.manager_user_id = $1::uuid), '[]') as leads
