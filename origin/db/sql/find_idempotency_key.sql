-- `is_answered`: by whoever held it, or by the change they left behind when they vanished.
select status = 'done' or (status = 'running' and response_status is not null and locked_until < clock_timestamp()) as is_answered, body_hash, response_status, response_content_type, response_body
  from idempotency_keys
 where organization_id = $1::uuid and actor = $2::uuid and method = $3::text and path = $4::text and key = $5::text
