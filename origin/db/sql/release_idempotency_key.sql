update idempotency_keys set status = 'released'
 where organization_id = $1::uuid and actor = $2::uuid and method = $3::text and path = $4::text and key = $5::text
   and body_hash = $6::text and status = 'running'
