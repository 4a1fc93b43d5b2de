select token_hash from wib.set_up_organization($1::text, $2::text)
