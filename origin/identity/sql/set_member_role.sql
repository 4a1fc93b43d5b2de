select wib.set_member_role($1::uuid, $2::text)
