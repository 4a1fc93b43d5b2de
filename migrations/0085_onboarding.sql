-- What an organization's first steps leave behind: that somebody looked at its rules for calling, and that the steps are behind it.

alter table organizations add column compliance_confirmed_at timestamptz;
alter table organizations add column onboarding_completed_at timestamptz;

-- Those of before work without these steps: nobody is led through them again.
-- backfill organizations
update organizations set onboarding_step = 8, onboarding_completed_at = now();
-- end backfill

set local role wib_door;

-- Step 2 of this organization's setting up: the number it has, if any, is the one it is known by, and its one trial begins. Asked
-- again it changes nothing; p_plan null begins no trial. What caches hold of the sessions here comes back when the plan is another.
create function wib.set_up_organization(p_plan text, p_number text) returns table (token_hash text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.organizations o
     set onboarding_step = greatest(o.onboarding_step, 2), provisioned_number = coalesce(o.provisioned_number, p_number)
   where o.id = wib.bound_organization() and (o.onboarding_step < 2 or (o.provisioned_number is null and p_number is not null));
  -- One trial for an organization that never paid and never had one.
  update public.organizations o
     set plan = p_plan, plan_status = 'trialing', plan_started_at = now(), trial_ends_at = now() + interval '14 days'
   where o.id = wib.bound_organization() and p_plan is not null and o.plan = 'free' and o.plan_status = 'active'
     and o.trial_ends_at is null and o.subscription_id is null;
  if found then
    return query select s.token_hash from public.sessions s
                  where s.active_organization_id = wib.bound_organization() and s.revoked_at is null and s.expires_at > now();
  end if;
end
$$;

-- Step 3: when calls may be made, and what is checked and said.
create function wib.confirm_compliance(p_timezone text, p_start time, p_end time, p_dnc boolean, p_disclosure boolean) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.organizations
     set timezone = p_timezone, calling_hours_start = p_start, calling_hours_end = p_end, dnc_enabled = p_dnc,
         disclosure_enabled = p_disclosure, compliance_confirmed_at = now(), onboarding_step = greatest(onboarding_step, 3)
   where id = wib.bound_organization()
$$;

-- A step that is behind this organization; a lower one than it has reached is no news. The last completes the whole, once: true for
-- whoever did it. Nobody completes what step 3 has not been answered for.
create function wib.pass_onboarding_step(p_step int) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.organizations set onboarding_step = p_step where id = wib.bound_organization() and onboarding_step < p_step;
  update public.organizations set onboarding_completed_at = now()
   where id = wib.bound_organization() and onboarding_step = 8 and onboarding_completed_at is null
     and compliance_confirmed_at is not null;
  return found;
end
$$;

grant execute on function
  wib.set_up_organization(text, text), wib.confirm_compliance(text, time, time, boolean, boolean), wib.pass_onboarding_step(int)
to wib_app;
reset role;
