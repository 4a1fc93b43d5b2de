select wib.plan_of(current_setting('app.current_organization_id')::uuid) as plan
