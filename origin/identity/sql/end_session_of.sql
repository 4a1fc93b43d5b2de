select token_hash from wib.end_session_of($1::uuid, $2::uuid)
