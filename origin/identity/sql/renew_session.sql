select session_id, expires_at from wib.renew_session($1::uuid, $2::text, $3::timestamptz)
