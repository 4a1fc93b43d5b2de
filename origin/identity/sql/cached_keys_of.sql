select key_hash from wib.cached_keys_of($1::uuid)
