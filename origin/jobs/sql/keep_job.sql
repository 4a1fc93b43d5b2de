select wib.keep_job($1, $2, $3, $4, $5, $6) as is_held;
