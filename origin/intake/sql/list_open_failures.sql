select id, organization_id, source, endpoint, event_type, status, error_message, http_status, attempt_count, received_at,
       last_attempt_at, resolved_at, resolution_notes, payload_shown
  from wib.open_webhook_failures($1, $2);
