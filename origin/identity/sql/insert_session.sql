select wib.create_session($1::text, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::timestamptz) as session_id
