-- Proofs that somebody reads an address: verification of it, and a new password for it. Kept as hashes, used once.

create table verification_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete restrict,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  identifier text not null,      -- the address it was sent to: a token proves no other
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_tokens_of_user on verification_tokens (user_id, purpose) where used_at is null;
select wib.conceal('verification_tokens');
grant select, insert, update on verification_tokens to wib_door;
grant select, delete on verification_tokens to wib_purge;

set local role wib_door;

create function wib.begin_verification(p_id uuid, p_user uuid, p_purpose text, p_token_hash text, p_expires_at timestamptz)
returns void language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.verification_tokens (id, user_id, purpose, identifier, token_hash, expires_at)
  select p_id, u.id, p_purpose, u.normalized_email, p_token_hash, p_expires_at from public.users u where u.id = p_user
$$;

-- Whose a token that still opens something is, with where they belong. Looking does not use it.
create function wib.find_verification(p_token_hash text, p_purpose text)
returns table (user_id uuid, email text, organization_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, o.organization_id
    from public.verification_tokens t
    join public.users u on u.id = t.user_id and u.normalized_email = t.identifier
    left join lateral wib.first_organization(u.id) o on true
   where t.token_hash = p_token_hash and t.purpose = p_purpose and t.used_at is null and t.expires_at > now()
$$;

-- Uses a token: the person it proves, once. Of two at the same moment the second waits for the first and gets nothing.
create function wib.use_verification(p_token_hash text, p_purpose text) returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.verification_tokens t set used_at = now()
    from public.users u
   where t.token_hash = p_token_hash and t.purpose = p_purpose and t.used_at is null and t.expires_at > now()
     and u.id = t.user_id and u.normalized_email = t.identifier
  returning u.id
$$;

-- The address is theirs: the mail reached them. Null when the token opens nothing.
create function wib.verify_email(p_token_hash text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_user constant uuid := wib.use_verification(p_token_hash, 'verify_email');
begin
  update public.users set email_verified = coalesce(email_verified, now()) where id = v_user;
  return v_user;
end
$$;

-- The end of every session of a person but one, and what their tokens hash to, so that caches forget them.
create function wib.end_sessions_of(p_user uuid, p_except uuid) returns table (token_hash text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set revoked_at = now()
   where user_id = p_user and revoked_at is null and id is distinct from p_except
  returning token_hash
$$;

-- A new password for who holds the token, which is spent; null when it opens nothing. Who can read the mail owns the address.
create function wib.reset_password(p_token_hash text, p_password_hash text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_user constant uuid := wib.use_verification(p_token_hash, 'reset_password');
begin
  update public.users
     set password_hash = p_password_hash, password_changed_at = now(), failed_logins = 0,
         email_verified = coalesce(email_verified, now())
   where id = v_user;
  -- The other links that were asked for die with this one.
  update public.verification_tokens set used_at = now()
   where user_id = v_user and purpose = 'reset_password' and used_at is null;
  return v_user;
end
$$;

-- Turns a request for a new password into a token, when somebody of that address exists: the sender's work, long after the
-- answer, so that nobody can time who exists. No row for nobody.
create function wib.prepare_reset(p_outbox uuid, p_token_hash text)
returns table (user_id uuid, name text, organization_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_user uuid;
begin
  select u.id into v_user
    from public.email_outbox e join public.users u on u.normalized_email = lower(btrim(e.recipient))
   where e.id = p_outbox and e.kind = 'reset_password' and e.expires_at > now();
  if v_user is null then
    return;
  end if;
  -- A second sending of the same letter finds the token of the first.
  insert into public.verification_tokens (id, user_id, purpose, identifier, token_hash, expires_at)
  select p_outbox, v_user, 'reset_password', lower(btrim(e.recipient)), p_token_hash, e.created_at + interval '60 minutes'
    from public.email_outbox e where e.id = p_outbox
  on conflict (id) do nothing;
  return query select u.id, u.name, o.organization_id
    from public.users u left join lateral wib.first_organization(u.id) o on true where u.id = v_user;
end
$$;

-- Another password, for who has proven the old one just now; false when that changed meanwhile.
create function wib.change_password(p_user uuid, p_old text, p_new text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with changed as (update public.users set password_hash = p_new, password_changed_at = now()
                    where id = p_user and password_hash = p_old returning 1)
  select exists (select from changed)
$$;

create function wib.rename_user(p_user uuid, p_name text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.users set name = p_name where id = p_user
$$;

create function wib.password_hash_of(p_user uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select password_hash from public.users where id = p_user
$$;

grant execute on function
  wib.begin_verification(uuid, uuid, text, text, timestamptz), wib.find_verification(text, text),
  wib.verify_email(text), wib.end_sessions_of(uuid, uuid), wib.reset_password(text, text),
  wib.prepare_reset(uuid, text), wib.change_password(uuid, text, text), wib.rename_user(uuid, text), wib.password_hash_of(uuid)
to wib_app;
reset role;
