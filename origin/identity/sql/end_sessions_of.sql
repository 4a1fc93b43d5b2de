select token_hash from wib.end_sessions_of($1::uuid, $2::uuid)
