-- `$3`: an attempt was made. Nothing comes back when somebody else has settled it meanwhile.
update webhook_failures
   set status = $2, attempt_count = attempt_count + case when $3::boolean then 1 else 0 end,
       last_attempt_at = case when $3::boolean then clock_timestamp() else last_attempt_at end,
       error_message = coalesce($4, error_message),
       resolved_at = case when $2 in ('resolved', 'discarded') then clock_timestamp() end,
       resolved_by = case when $2 in ('resolved', 'discarded') then $5::uuid end,
       resolution_notes = coalesce($6, resolution_notes)
 where id = $1 and status in ('pending', 'failed', 'manual_review')
returning id, source, endpoint, event_type, status, error_message, http_status, attempt_count, received_at, last_attempt_at,
          resolved_at, resolution_notes, payload_shown;
