select wib.login_succeeded($1::uuid, $2::uuid)
