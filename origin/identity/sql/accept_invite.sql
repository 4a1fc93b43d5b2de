select wib.accept_invitation($1::text, $2::uuid) as role
