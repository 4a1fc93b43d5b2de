select id, name, key_prefix, permissions, created_by, created_at, expires_at, last_used_at from wib.living_api_keys()
