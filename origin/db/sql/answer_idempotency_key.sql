-- In the transaction of the change: what whoever asks again is told should nobody live to give a better answer. No row: the key is
-- the caller's no more, and the change may not be made under it.
update idempotency_keys
   set response_status = $7::int, response_content_type = $8::text, response_body = $9::text
 where organization_id = $1::uuid and actor = $2::uuid and method = $3::text and path = $4::text and key = $5::text
   and body_hash = $6::text and status = 'running'
returning id
