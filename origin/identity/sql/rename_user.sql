select wib.rename_user($1::uuid, $2::text)
