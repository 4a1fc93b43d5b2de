-- One row without a failure where the page is empty; the counts are over all of the organisation's.
with counted as (
  select count(*) filter (where status in ('pending', 'failed', 'manual_review')) as active,
         count(*) filter (where status = 'resolved') as resolved,
         count(*) filter (where status = 'discarded') as discarded,
         count(*) as everything,
         count(*) filter (where $1::text is null or status = $1) as total
    from webhook_failures),
page as (
  select id from webhook_failures where $1::text is null or status = $1
   order by created_at desc, id limit $2::int offset $3::bigint)
select c.active, c.resolved, c.discarded, c.everything, c.total,
       f.id, f.source, f.endpoint, f.event_type, f.status, f.error_message, f.http_status, f.attempt_count, f.received_at,
       f.last_attempt_at, f.resolved_at, f.resolution_notes, f.payload_shown
  from counted c left join (page join webhook_failures f using (id)) on true
 order by f.created_at desc, f.id;
