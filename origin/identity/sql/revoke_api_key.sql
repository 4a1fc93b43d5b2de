select key_hash, name, permissions, expires_at from wib.revoke_api_key($1::uuid)
