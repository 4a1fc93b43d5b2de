-- As wib_purge, whose policy shows it nothing but failures that have been settled for seven days.
with due as materialized (
  select f.id from webhook_failures f where f.status in ('resolved', 'discarded') order by f.resolved_at limit $1::int),
gone as (delete from webhook_failures f using due where f.id = due.id returning 1)
select count(*) as ended from gone;
