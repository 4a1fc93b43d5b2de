-- $7: whether a change that was committed under it is known to have failed; otherwise such a key stays with its answer.
update idempotency_keys
   set status = 'released', response_status = null, response_content_type = null, response_body = null
 where organization_id = $1::uuid and actor = $2::uuid and method = $3::text and path = $4::text and key = $5::text
   and body_hash = $6::text and status = 'running' and ($7::boolean or response_status is null)
