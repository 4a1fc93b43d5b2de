insert into teams (organization_id, name, description, team_type, parent_team_id, manager_user_id, created_by)
values (wib.bound_organization(), $1::text, $2::text, $3::text, $4::uuid, $5::uuid, $6::uuid)
returning id
