select id, vendor, event_id, organization_id, call_id, payload, attempts, received_at
  from wib.unclaimed_webhooks(interval '3 seconds', $1);
