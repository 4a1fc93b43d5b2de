select session_id from wib.rotate_session($1::uuid, $2::text, $3::timestamptz)
