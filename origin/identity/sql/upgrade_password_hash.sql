select wib.upgrade_password_hash($1::uuid, $2::text, $3::text) as changed
