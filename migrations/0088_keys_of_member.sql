-- Whoever leaves an organization takes their keys' claims with them: what caches hold of the living keys a member made, so that the edge
-- forgets it together with their sessions. The keys themselves open nothing while their maker is no member (find_api_key, wib.enter).

set local role wib_door;

create function wib.cached_keys_of(p_user uuid) returns table (key_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.key_hash from public.api_keys k
   where k.user_id = p_user and k.organization_id = wib.bound_organization()
     and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

grant execute on function wib.cached_keys_of(uuid) to wib_app;
reset role;
