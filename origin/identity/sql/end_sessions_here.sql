select token_hash from wib.end_sessions_here($1::uuid)
