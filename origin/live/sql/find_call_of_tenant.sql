select id from calls where id = $1::uuid and not is_deleted
