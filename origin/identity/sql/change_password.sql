select wib.change_password($1::uuid, $2::text, $3::text) as changed
