select wib.create_user($1::text, $2::text, $3::text, $4::boolean) as user_id
