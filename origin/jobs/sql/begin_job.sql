select run_id, attempt, made_good from wib.begin_job($1, $2, $3, $4, $5);
