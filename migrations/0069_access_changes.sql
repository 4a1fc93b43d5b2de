-- Who lost or changed their right to be here lately: streams that are open ask again at once, on whichever origin they are served.
-- Read each second by every origin, so every part is led by an index; a change is told for as long as the window asked for, which a
-- transaction that commits late needs.

create index sessions_revoked on sessions (revoked_at) where revoked_at is not null;
create index api_keys_revoked on api_keys (revoked_at) where revoked_at is not null;
create index org_members_changed on org_members (updated_at);
create index organizations_changed on organizations (updated_at);

set local role wib_door;

-- Sessions and API keys, by id.
create function wib.access_changes(p_within interval) returns table (actor uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id from public.sessions s where s.revoked_at > now() - p_within
  union
  select k.id from public.api_keys k where k.revoked_at > now() - p_within
  union
  select s.id from public.org_members m join public.sessions s on s.user_id = m.user_id and s.revoked_at is null
   where m.updated_at > now() - p_within and m.updated_at > m.created_at
  union
  select k.id from public.org_members m
    join public.api_keys k on k.organization_id = m.organization_id and k.user_id = m.user_id and k.revoked_at is null
   where m.updated_at > now() - p_within and m.updated_at > m.created_at
  union
  select s.id from public.organizations o join public.sessions s on s.active_organization_id = o.id and s.revoked_at is null
   where o.updated_at > now() - p_within and o.updated_at > o.created_at
  union
  select k.id from public.organizations o join public.api_keys k on k.organization_id = o.id and k.revoked_at is null
   where o.updated_at > now() - p_within and o.updated_at > o.created_at
$$;

grant execute on function wib.access_changes(interval) to wib_app;
reset role;
