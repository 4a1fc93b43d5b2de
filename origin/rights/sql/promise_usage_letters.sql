-- A letter to each owner and admin whose address is proven: a stranger's, mistyped at sign-up, learns nothing of the organization.
select wib.promise_email(gen_random_uuid(), 'usage_alert', u.email,
                         $1::jsonb || jsonb_build_object('organization', o.name), now() + interval '23 hours')
  from organizations o
  join org_members m on m.organization_id = o.id and m.role in ('owner', 'admin') and m.removed_at is null
  join users u on u.id = m.user_id and u.email_verified is not null
