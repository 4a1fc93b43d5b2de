select wib.require_session($1::uuid, $2::uuid)
