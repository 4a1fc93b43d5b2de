select token_hash from wib.revoke_session($1::uuid)
