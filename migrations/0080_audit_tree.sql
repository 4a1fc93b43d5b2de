-- The audit log as a Merkle tree (RFC 6962), one an organization: each row becomes a leaf, and its place, once given, is for ever.
-- Who writes an audit row pays for two index entries; leaves are made afterwards, by the sequencer (docs/evidence.md).

-- In which transaction a row was written, so that the sequencer need not look at what it has settled. It says nothing of what was
-- done and is no part of a leaf. Rows of before have 0: who was writing them is waited for by this statement.
alter table audit_logs add column txid xid8 not null default '0';
create index audit_logs_in_order on audit_logs (organization_id, txid, created_at, id);
create index audit_logs_by_transaction on audit_logs (txid);

-- By the trigger and not by a default: whoever inserts does not say when they did.
create or replace function wib.fill_actor_type() returns trigger language plpgsql as $$
begin
  new.txid := pg_current_xact_id();
  new.actor_type := coalesce(new.actor_type, case
    when new.user_id is not null then 'human'
    when current_setting('app.current_actor_kind', true) = 'webhook' then 'vendor'
    when current_setting('app.current_actor_kind', true) = 'job' then 'automation'
    else 'system' end);
  return new;
end
$$;

create table audit_leaves (
  organization_id uuid not null references organizations (id) on delete restrict,
  leaf_index bigint not null check (leaf_index >= 0),
  audit_id uuid not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  sequenced_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, leaf_index),
  unique (organization_id, audit_id),
  foreign key (organization_id, audit_id) references audit_logs (organization_id, id) on delete restrict
);
select wib.protect('audit_leaves');
select wib.append_only('audit_leaves', 'kept');

-- The tops of perfect subtrees above the leaves, each written once, when its last leaf came: a proof reads some forty rows by key.
create table audit_nodes (
  organization_id uuid not null references organizations (id) on delete restrict,
  level int not null check (level between 1 and 62),
  node_index bigint not null check (node_index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (organization_id, level, node_index)
);
select wib.protect('audit_nodes');
select wib.append_only('audit_nodes', 'kept');

-- What was signed of a log: C2SP's checkpoint in a signed note, with the key it is checked by.
create table audit_checkpoints (
  organization_id uuid not null references organizations (id) on delete restrict,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  verifier_key text not null,
  signed_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, size)
);
select wib.protect('audit_checkpoints');
select wib.append_only('audit_checkpoints', 'kept');

-- How far a log is, for whoever goes on with it. Evidence of nothing: what it says is checked against the leaves each night.
create table audit_tails (
  organization_id uuid primary key references organizations (id) on delete restrict,
  size bigint not null default 0 check (size >= 0),
  tops bytea not null default '',        -- the perfect subtrees' tops, largest first, 32 bytes each
  settled xid8 not null default '0',     -- rows of transactions before this one all have their leaf
  after_id uuid,                         -- within a longer pass: so have the rows up to this one, in the order of the index
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (organization_id, after_id) references audit_logs (organization_id, id) on delete restrict
);
select wib.protect('audit_tails');

grant select on audit_leaves, audit_nodes, audit_checkpoints, audit_tails to wib_app;
-- Nobody but these functions writes them.
grant select, insert on audit_leaves, audit_nodes, audit_checkpoints to wib_door;
grant select, insert, update on audit_tails to wib_door;
grant select on audit_logs to wib_door;

set local role wib_door;

-- Which organizations have rows without a leaf. `p_since`: what an earlier look called `settled`, so that only rows of since then are
-- looked at; null, or what this server has not come to, asks organization by organization. `p_signs`: those besides whose log is
-- longer than what was signed of it. At least one row, for `settled`: transactions before it are over.
create function wib.audit_news(p_since xid8, p_signs boolean) returns table (settled xid8, organization_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with now as (select pg_snapshot_xmin(pg_current_snapshot()) as settled, pg_snapshot_xmax(pg_current_snapshot()) as next),
  news as (
    select distinct a.organization_id
      from public.audit_logs a, now n
     where p_since <= n.next and a.txid >= p_since
       and not exists (select from public.audit_leaves l
                        where l.organization_id = a.organization_id and l.audit_id = a.id offset 0)
    union all
    select o.id
      from public.organizations o cross join now n left join public.audit_tails t on t.organization_id = o.id
     where (p_since <= n.next) is not true
       and (exists (select from public.audit_logs a
                     where a.organization_id = o.id
                       and a.txid >= case when t.settled <= n.next then t.settled else '0'::xid8 end
                       and not exists (select from public.audit_leaves l
                                        where l.organization_id = a.organization_id and l.audit_id = a.id offset 0) offset 0)
            or p_signs and t.size > coalesce((select max(c.size) from public.audit_checkpoints c where c.organization_id = o.id), 0)))
  select n.settled, w.organization_id from now n left join news w on true
$$;

create function wib.require_sequencer() returns uuid
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('app.current_actor_kind', true) is distinct from 'job' then
    raise exception 'leaves are the sequencer''s to write' using errcode = 'insufficient_privilege';
  end if;
  return wib.bound_organization();
end
$$;

-- Takes the log of the bound organization for this transaction and says how far it is; no row while somebody else has it. Rows
-- behind (after_txid, after_at, after_id) may be without a leaf. `horizon`: what `settled` may become when no such row is left.
create function wib.claim_audit_tail()
returns table (size bigint, tops bytea, after_txid xid8, after_at timestamptz, after_id uuid, horizon xid8, signed_size bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_organization uuid := wib.require_sequencer();
  v_tail public.audit_tails;
  v_after public.audit_logs;
begin
  insert into public.audit_tails (organization_id) values (v_organization) on conflict do nothing;
  select * into v_tail from public.audit_tails t where t.organization_id = v_organization for update skip locked;
  if not found then
    return;
  end if;
  -- A transaction this server has not come to is another server's, from whose copy this one was filled: nothing is settled then.
  if v_tail.settled > pg_snapshot_xmax(pg_current_snapshot()) then
    v_tail.settled := '0';
    v_tail.after_id := null;
  end if;
  select * into v_after from public.audit_logs a where a.organization_id = v_organization and a.id = v_tail.after_id;
  return query select v_tail.size, v_tail.tops, coalesce(v_after.txid, v_tail.settled),
                      coalesce(v_after.created_at, '-infinity'), coalesce(v_after.id, '00000000-0000-0000-0000-000000000000'),
                      pg_snapshot_xmin(pg_current_snapshot()),
                      coalesce((select max(c.size) from public.audit_checkpoints c where c.organization_id = v_organization), 0);
end
$$;

-- Adds leaves at the end of the claimed log, and the nodes that they complete; hashes in hex. Their places are given here, one after
-- the other from `p_size`, which must be the log's size still.
create function wib.append_audit_leaves(p_size bigint, p_rows uuid[], p_leaves text[], p_levels int[], p_indexes bigint[],
                                        p_hashes text[], p_tops bytea, p_settled xid8, p_after uuid)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization uuid := wib.require_sequencer();
begin
  update public.audit_tails
     set size = p_size + cardinality(p_rows), tops = p_tops, settled = p_settled, after_id = p_after
   where organization_id = v_organization and size = p_size;
  if not found then
    raise exception 'the log is not of this size' using errcode = 'check_violation', constraint = 'audit_tails_size';
  end if;
  insert into public.audit_leaves (organization_id, leaf_index, audit_id, leaf_hash)
  select v_organization, p_size + n - 1, id, decode(hash, 'hex')
    from unnest(p_rows, p_leaves) with ordinality as leaf (id, hash, n);
  insert into public.audit_nodes (organization_id, level, node_index, hash)
  select v_organization, level, node_index, decode(hash, 'hex')
    from unnest(p_levels, p_indexes, p_hashes) as node (level, node_index, hash);
end
$$;

-- Keeps what was signed of the log as it is at the end of this transaction.
create function wib.keep_audit_checkpoint(p_size bigint, p_root bytea, p_note text, p_verifier_key text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization uuid := wib.require_sequencer();
begin
  perform from public.audit_tails where organization_id = v_organization and size = p_size for update;
  if not found then
    raise exception 'the log is not of this size' using errcode = 'check_violation', constraint = 'audit_tails_size';
  end if;
  insert into public.audit_checkpoints (organization_id, size, root, note, verifier_key)
  values (v_organization, p_size, p_root, p_note, p_verifier_key);
end
$$;

-- The logs there are, one after the other.
create function wib.next_audit_log(p_after uuid) returns table (organization_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.organization_id from public.audit_tails t where t.organization_id > p_after order by t.organization_id limit 1
$$;

-- What was signed last of each log, a page of organizations after `p_after`.
create function wib.newest_audit_checkpoints(p_after uuid, p_limit int)
returns table (organization_id uuid, size bigint, note text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.organization_id, c.size, c.note
    from public.audit_tails t
   cross join lateral (select * from public.audit_checkpoints c where c.organization_id = t.organization_id
                        order by c.size desc limit 1) c
   where t.organization_id > p_after order by t.organization_id limit p_limit
$$;

grant execute on function
  wib.newest_audit_checkpoints(uuid, int), wib.audit_news(xid8, boolean), wib.claim_audit_tail(), wib.keep_audit_checkpoint(bigint, bytea, text, text),
  wib.append_audit_leaves(bigint, uuid[], text[], int[], bigint[], text[], bytea, xid8, uuid), wib.next_audit_log(uuid)
to wib_app;
reset role;
