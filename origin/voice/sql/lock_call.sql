-- A statement of its own, before the one that reads: what others committed while we waited is then seen.
-- NO KEY: inserting a row that points at the call must not wait for us, nor we for it.
select 1 from calls where id = $1 for no key update;
