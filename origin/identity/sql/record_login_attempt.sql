select attempt_id, locked_until from wib.record_login_attempt($1::text, $2::text)
