-- The rules every table is put under: row-level security, updated_at, append-only.

create function wib.touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- wib.protect('calls') forces row-level security on a tenant table: rows are seen and written only under their own
-- organization, whoever asks, the owner included. The setting is read once a statement (InitPlan), not once a row.
-- Refuses a table that lacks the tenant column or an index led by it. Also: updated_at is kept, backups and read-only people
-- may select. The organizations table passes its own column, 'id'.
create function wib.protect(p_table regclass, p_tenant_column name default 'organization_id') returns void
language plpgsql as $$
declare
  v_column smallint;
  v_mine text;
begin
  select attnum into v_column from pg_catalog.pg_attribute
   where attrelid = p_table and attname = p_tenant_column and attnum > 0 and not attisdropped;
  if v_column is null then
    raise exception '% has no column %', p_table, p_tenant_column;
  end if;
  if not exists (select from pg_catalog.pg_index where indrelid = p_table and indkey[0] = v_column and indpred is null) then
    raise exception '% has no whole index led by %', p_table, p_tenant_column;
  end if;
  v_mine := format('%I = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)', p_tenant_column);
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  execute format('create policy tenant on %s for all to public using (%s) with check (%s)', p_table, v_mine, v_mine);
  execute format('grant select on %s to wib_backup, wib_readonly', p_table);
  if exists (select from pg_catalog.pg_attribute where attrelid = p_table and attname = 'updated_at' and not attisdropped) then
    execute format('create trigger touch_updated_at before update on %s for each row execute function wib.touch_updated_at()',
                   p_table);
  end if;
end
$$;

-- wib.conceal('sessions'): a table that belongs to no single tenant and that only the door may see. Forced security without a
-- policy shows nothing to anybody else, whatever is granted later by mistake.
create function wib.conceal(p_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  execute format('grant select on %s to wib_backup', p_table);
  if exists (select from pg_catalog.pg_attribute where attrelid = p_table and attname = 'updated_at' and not attisdropped) then
    execute format('create trigger touch_updated_at before update on %s for each row execute function wib.touch_updated_at()',
                   p_table);
  end if;
end
$$;

create function wib.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_user = 'wib_purge' and tg_argv[0] = 'purgeable' then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name
    using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end
$$;

-- wib.append_only('audit_logs', 'kept'): rows are written once. 'kept': for ever; 'purgeable': wib_purge may delete them
-- when their time is over. Nobody updates them, their owner included.
create function wib.append_only(p_table regclass, p_fate text) returns void language plpgsql as $$
begin
  if p_fate not in ('kept', 'purgeable') then
    raise exception 'append_only: % is neither kept nor purgeable', p_fate;
  end if;
  execute format('create trigger append_only before update or delete on %s for each row execute function wib.refuse_change(%L)',
                 p_table, p_fate);
  execute format('create trigger append_only_truncate before truncate on %s execute function wib.refuse_change(%L)',
                 p_table, 'kept');
end
$$;

-- A status that only moves along the arrows given: wib.allow_moves() as a trigger with arguments 'from>to,to' per origin.
-- A status not named as an origin is final.
create function wib.allow_moves() returns trigger language plpgsql as $$
declare
  v_rule text;
begin
  if new.status = old.status then
    return new;
  end if;
  foreach v_rule in array tg_argv loop
    if split_part(v_rule, '>', 1) = old.status and new.status = any (string_to_array(split_part(v_rule, '>', 2), ',')) then
      return new;
    end if;
  end loop;
  raise exception '%: % does not become %', tg_table_name, old.status, new.status
    using errcode = 'check_violation', constraint = tg_table_name || '_status_moves';
end
$$;
