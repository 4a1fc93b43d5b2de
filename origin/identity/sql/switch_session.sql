select token_hash, role, plan from wib.switch_session($1::uuid, $2::uuid)
