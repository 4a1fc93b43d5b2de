-- What a person does for themselves asks for their living session in the database too, as a tenant's transaction does: the edge may
-- remember a minute too long. What changes an account is one statement. And of an invitation only the letter proves the address:
-- its inviter is shown a link of another token.

alter table team_invites add column link_hash text unique check (link_hash ~ '^[0-9a-f]{64}$');

set local role wib_door;

-- Raises WB001 unless the session lives and is that person's.
create function wib.require_session(p_session uuid, p_user uuid) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.sessions s
                  where s.id = p_session and s.user_id = p_user and s.revoked_at is null and s.expires_at > now()) then
    raise exception 'session or key revoked or expired' using errcode = 'WB001';
  end if;
end
$$;

-- Name and password of whoever the living session is of, with whatever is not null. A new password wants the old one's hash, and ends
-- every other session: their hashes come back, in one row at least. is_changed is false, and nothing done, when the password is another.
create function wib.change_account(p_session uuid, p_user uuid, p_name text, p_old text, p_new text)
returns table (is_changed boolean, token_hash text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wib.require_session(p_session, p_user);
  if p_new is not null and not coalesce(wib.change_password(p_user, p_old, p_new), false) then
    return query select false, null::text;
    return;
  end if;
  if p_name is not null then
    perform wib.rename_user(p_user, p_name);
  end if;
  if p_new is null then
    return query select true, null::text;
  else
    return query select true, e.token_hash from (values (1)) one left join wib.end_sessions_of(p_user, p_session) e on true;
  end if;
end
$$;

-- A new password for who holds the token and belongs nowhere: with the end of every session, and what their own journal says of it.
-- No row when the token opens nothing.
create function wib.reset_password_alone(p_token_hash text, p_password_hash text, p_correlation text)
returns table (user_id uuid, token_hash text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_user constant uuid := wib.reset_password(p_token_hash, p_password_hash);
begin
  if v_user is null then
    return;
  end if;
  perform wib.note_account_event(v_user, 'auth:password_reset_completed', p_correlation);
  return query select v_user, e.token_hash from (values (1)) one left join wib.end_sessions_of(v_user, null) e on true;
end
$$;

-- What an invitation offers, whoever asks with a token of it; nothing when it may not be accepted any more. is_proof: the token went to
-- the address by letter and to nobody else.
create function wib.find_invitation(p_token_hash text)
returns table (organization_id uuid, organization_name text, email text, role text, expires_at timestamptz, is_proof boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.name, i.email, i.role, i.expires_at, i.token_hash = p_token_hash
    from public.team_invites i join public.organizations o on o.id = i.organization_id and o.deleted_at is null
   where (i.token_hash = p_token_hash or i.link_hash = p_token_hash) and i.status = 'pending' and i.expires_at > now()
$$;

-- Accepts an invitation of this organization for the person it was sent to, once; the letter's token proves the address, the inviter's
-- link does not. The role it gives comes back; null when there is nothing to accept. Whoever belongs already keeps the higher role.
create function wib.accept_invitation(p_token_hash text, p_user uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_invite uuid;
  v_role text;
  v_is_proof boolean;
begin
  update public.team_invites i set status = 'accepted', accepted_by = p_user, accepted_at = now()
    from public.users u
   where i.organization_id = wib.bound_organization() and (i.token_hash = p_token_hash or i.link_hash = p_token_hash)
     and i.status = 'pending' and i.expires_at > now() and u.id = p_user and u.normalized_email = i.email
  returning i.id, i.role, i.token_hash = p_token_hash into v_invite, v_role, v_is_proof;
  if v_invite is null then
    return null;
  end if;
  if v_is_proof then
    update public.users set email_verified = coalesce(email_verified, now()) where id = p_user;
  end if;
  insert into public.org_members as m (organization_id, user_id, role, invite_id)
  values (wib.bound_organization(), p_user, v_role, v_invite)
  on conflict (organization_id, user_id) do update
    set role = case when m.removed_at is null and wib.role_level(m.role) > wib.role_level(excluded.role)
                    then m.role else excluded.role end,
        removed_at = null, invite_id = excluded.invite_id
  returning role into v_role;
  return v_role;
end
$$;

grant execute on function
  wib.require_session(uuid, uuid), wib.change_account(uuid, uuid, text, text, text),
  wib.reset_password_alone(text, text, text), wib.find_invitation(text), wib.accept_invitation(text, uuid)
to wib_app;
reset role;
