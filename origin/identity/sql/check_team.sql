-- What a team that is to be called $2, below $3 and led by $4 meets; $1 is its own id, null for one that is to come.
with recursive above (id) as (
  select $3::uuid
  union
  select t.parent_team_id from teams t join above a on t.id = a.id)
select exists (select from teams t where t.is_active and t.name = $2::text and t.id is distinct from $1::uuid) as name_is_taken,
       exists (select from teams t where t.id = $3::uuid and t.is_active) as parent_is_active,
       exists (select from above where id = $1::uuid) as stands_below_itself,
       exists (select from org_members m where m.user_id = $4::uuid and m.removed_at is null) as manager_belongs,
       exists (select from teams t where t.parent_team_id = $1::uuid and t.is_active) as has_teams_below
