-- $1 organization, $2 actor, $3 method, $4 path, $5 key, $6 body hash. A row comes back when the key is now the caller's: it was
-- never used, given back, is older than a day, or its holder vanished a minute ago and had changed nothing.
insert into idempotency_keys (organization_id, actor, method, path, key, body_hash)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text)
on conflict (organization_id, actor, method, path, key) do update
   set body_hash = excluded.body_hash, status = 'running', locked_until = clock_timestamp() + interval '60 seconds',
       response_status = null, response_content_type = null, response_body = null,
       expires_at = clock_timestamp() + interval '24 hours'
 where idempotency_keys.status = 'released'
    or idempotency_keys.expires_at < clock_timestamp()
    or (idempotency_keys.status = 'running' and idempotency_keys.locked_until < clock_timestamp()
        and idempotency_keys.response_status is null)
returning id
