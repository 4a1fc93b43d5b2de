-- The second half of bootstrap.sql, run in the new database by the same administrator; safe to run again.
-- wib_owner owns the schema by name: it does not inherit, so owning the database alone would not let it create tables.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to wib_owner, wib_app, wib_purge, wib_backup, wib_readonly', current_database());
  execute format('grant create, temporary on database %I to wib_owner', current_database());
  -- COPY into a temporary table is how bulk import gets past row-level security's refusal of COPY FROM.
  execute format('grant temporary on database %I to wib_app', current_database());
end
$$;
alter schema public owner to wib_owner;
