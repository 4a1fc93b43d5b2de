select id, source, status, content_type, signed_id, payload_sealed from webhook_failures where id = $1;
