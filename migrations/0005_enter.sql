-- wib.enter: the first statement of every tenant transaction. Binds the organization for this transaction only, and refuses a
-- session or API key that is revoked or expired and a person who is not a member; so revocation is immediate, for reads too.
-- Raises WB001 (revoked or expired), WB002 (not a member, or no such organization). Jobs and webhooks have no membership: they
-- were admitted by the envelope; the organization must exist.

set local role wib_door;

create function wib.enter(p_organization uuid, p_actor_kind text, p_actor uuid)
returns table (role text, plan text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_alive boolean;
  v_role text;
  v_plan text;
begin
  if p_actor_kind = 'session' then
    select s.revoked_at is null and s.expires_at > now(), m.role, o.plan
      into v_alive, v_role, v_plan
      from public.sessions s
      left join public.org_members m on m.organization_id = p_organization and m.user_id = s.user_id
      left join public.organizations o on o.id = m.organization_id and o.deleted_at is null
     where s.id = p_actor;
  elsif p_actor_kind = 'api_key' then
    -- A key never outranks who made it, and dies with that membership.
    select k.revoked_at is null and (k.expires_at is null or k.expires_at > now()), m.role, o.plan
      into v_alive, v_role, v_plan
      from public.api_keys k
      left join public.org_members m on m.organization_id = k.organization_id and m.user_id = k.user_id
      left join public.organizations o on o.id = m.organization_id and o.deleted_at is null
     where k.organization_id = p_organization and k.id = p_actor;
  elsif p_actor_kind in ('job', 'webhook') then
    v_alive := true;
    select 'none', o.plan into v_role, v_plan from public.organizations o where o.id = p_organization;
  else
    raise exception 'unknown kind of actor: %', p_actor_kind using errcode = 'invalid_parameter_value';
  end if;

  if v_alive is not true then
    raise exception 'session or key revoked or expired' using errcode = 'WB001';
  end if;
  if v_role is null or v_plan is null then
    raise exception 'not a member of the organization' using errcode = 'WB002';
  end if;

  perform set_config('app.current_organization_id', p_organization::text, true),
          set_config('app.current_actor_kind', p_actor_kind, true);
  return query select v_role, v_plan;
end
$$;

grant execute on function wib.enter(uuid, text, uuid) to wib_app, wib_purge;
reset role;
