-- Whoever comes back joins anew; whoever is there stays since when they joined.
insert into team_members as m (organization_id, team_id, user_id, team_role, added_by)
values (wib.bound_organization(), $1::uuid, $2::uuid, $3::text, $4::uuid)
on conflict (organization_id, team_id, user_id) do update
  set team_role = excluded.team_role, removed_at = null,
      joined_at = case when m.removed_at is null then m.joined_at else excluded.joined_at end,
      added_by = case when m.removed_at is null then m.added_by else excluded.added_by end
