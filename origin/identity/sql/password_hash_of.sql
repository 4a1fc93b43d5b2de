select wib.password_hash_of($1::uuid) as password_hash
