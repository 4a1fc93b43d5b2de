select is_changed, token_hash from wib.change_account($1::uuid, $2::uuid, $3::text, $4::text, $5::text)
