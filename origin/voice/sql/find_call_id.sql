select id from calls where id = $1 and not is_deleted;
