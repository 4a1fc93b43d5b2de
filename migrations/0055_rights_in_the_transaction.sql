-- Rights are asked again inside the transaction that acts: what the edge knew may be a minute old. wib.enter_with is wib.enter and
-- refuses besides who has not the role, the permission (API keys: in their own list) or the plan that the route's row demands. The roles
-- and plans that suffice come from the one table in the code (shared/identity/permission.hpp, shared/plans/plan.hpp).
-- Raises WB003 (role or permission), WB004 (plan; the constraint's name is the plan there is).

-- The name rules.md chooses; rows of before keep theirs until they are renewed.
alter table users drop constraint users_platform_role_check;
alter table users add constraint users_platform_role_check check (platform_role in ('user', 'platform_admin', 'platform-admin'));

set local role wib_door;

-- The plan an organization has the use of (rules §3): its own while it stands, past due included; else the free one. A trial stands
-- until its end. Null when there is no such organization.
create function wib.plan_of(p_organization uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when o.plan_status in ('active', 'past_due') then o.plan
              when o.plan_status = 'trialing' and (o.trial_ends_at is null or o.trial_ends_at > now()) then o.plan
              else 'free' end
    from public.organizations o where o.id = p_organization
$$;

create function wib.enter_with(p_organization uuid, p_actor_kind text, p_actor uuid, p_roles text[], p_permission text,
                               p_plans text[])
returns table (role text, plan text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_role text;
  v_plan text;
begin
  select e.role, e.plan into v_role, v_plan from wib.enter(p_organization, p_actor_kind, p_actor) e;
  if p_actor_kind in ('session', 'api_key') then
    if p_roles is not null and v_role <> all (p_roles) then
      raise exception 'the role has no right to this' using errcode = 'WB003';
    end if;
    if p_actor_kind = 'api_key' and not exists (
      select from public.api_keys k
       where k.organization_id = p_organization and k.id = p_actor and p_permission is not null
         and k.permissions ? p_permission) then
      raise exception 'the key has no right to this' using errcode = 'WB003';
    end if;
    if p_plans is not null then
      v_plan := wib.plan_of(p_organization);
      if v_plan is null or v_plan <> all (p_plans) then
        raise exception 'the plan does not include this' using errcode = 'WB004', constraint = coalesce(v_plan, '');
      end if;
    end if;
  end if;
  return query select v_role, v_plan;
end
$$;

grant execute on function wib.enter_with(uuid, text, uuid, text[], text, text[]) to wib_app;
grant execute on function wib.plan_of(uuid) to wib_app;
reset role;
