-- Keys that programs come with. The service itself neither reads nor writes the table: the door does, for the organization the
-- transaction is bound to.

create index api_keys_of_organization on api_keys (organization_id, created_at desc);
grant insert on api_keys to wib_door;

set local role wib_door;

create function wib.create_api_key(p_id uuid, p_user uuid, p_name text, p_prefix text, p_hash text, p_permissions jsonb,
                                   p_expires_at timestamptz) returns timestamptz
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.api_keys (id, organization_id, user_id, name, key_prefix, key_hash, permissions, expires_at)
  values (p_id, wib.bound_organization(), p_user, p_name, p_prefix, p_hash, p_permissions, p_expires_at)
  returning created_at
$$;

-- The keys of this organization that may still open something; never their hashes.
create function wib.living_api_keys()
returns table (id uuid, name text, key_prefix text, permissions jsonb, created_by text, created_at timestamptz,
               expires_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.name, k.key_prefix, k.permissions, coalesce(u.name, u.email), k.created_at, k.expires_at, k.last_used_at
    from public.api_keys k left join public.users u on u.id = k.user_id
   where k.organization_id = wib.bound_organization() and k.revoked_at is null
   order by k.created_at desc, k.id limit 500
$$;

-- Ends a key of this organization; its hash comes back so that caches forget it, the rest so that another may follow it.
create function wib.revoke_api_key(p_id uuid)
returns table (key_hash text, name text, permissions jsonb, expires_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.api_keys k set revoked_at = now()
   where k.organization_id = wib.bound_organization() and k.id = p_id and k.revoked_at is null
  returning k.key_hash, k.name, k.permissions, k.expires_at
$$;

-- Whose a living key is, and what it may: at most one row. That it was used is written down, once a minute at most.
create function wib.find_api_key(p_hash text)
returns table (key_id uuid, organization_id uuid, organization_name text, role text, plan text, permissions jsonb,
               expires_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  update public.api_keys k set last_used_at = now()
   where k.key_hash = p_hash and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return query
    select k.id, o.id, o.name, m.role, o.plan, k.permissions, k.expires_at
      from public.api_keys k
      join public.org_members m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.removed_at is null
      join public.organizations o on o.id = k.organization_id and o.deleted_at is null
     where k.key_hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end
$$;

grant execute on function
  wib.create_api_key(uuid, uuid, text, text, text, jsonb, timestamptz), wib.living_api_keys(), wib.revoke_api_key(uuid),
  wib.find_api_key(text)
to wib_app;
reset role;
