select token_hash from wib.cached_claims_of($1::uuid)
