-- A statement of its own before what it guards is read: in one statement with the count, the count is of before the wait.
select pg_advisory_xact_lock(hashtextextended('usage:' || $1::text || ':' || current_setting('app.current_organization_id'), 2))
