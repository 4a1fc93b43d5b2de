insert into team_invites (id, organization_id, email, role, token_hash, link_hash, invited_by, expires_at)
values ($1::uuid, wib.bound_organization(), $2::text, $3::text, $4::text, $5::text, $6::uuid, $7::timestamptz)
on conflict (organization_id, email) where status = 'pending' do nothing
returning id, email, role, status, created_at, expires_at
