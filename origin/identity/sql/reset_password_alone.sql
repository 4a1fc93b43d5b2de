select user_id, token_hash from wib.reset_password_alone($1::text, $2::text, $3::text)
