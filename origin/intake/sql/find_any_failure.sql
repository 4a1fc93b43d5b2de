select id, source, status, content_type, signed_id, payload_sealed from wib.find_webhook_failure($1, $2);
