update teams
   set name = $2::text, description = $3::text, team_type = $4::text, parent_team_id = $5::uuid,
       manager_user_id = $6::uuid, is_active = $7::boolean
 where id = $1::uuid
