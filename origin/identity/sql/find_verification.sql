select user_id, email, organization_id from wib.find_verification($1::text, $2::text)
