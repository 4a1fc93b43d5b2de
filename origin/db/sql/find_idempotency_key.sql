select status, body_hash, response_status, response_content_type, response_body
  from idempotency_keys
 where organization_id = $1::uuid and actor = $2::uuid and method = $3::text and path = $4::text and key = $5::text
