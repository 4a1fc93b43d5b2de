select wib.reset_password($1::text, $2::text) as user_id
