select wib.accept_invite($1::text, $2::uuid) as role
