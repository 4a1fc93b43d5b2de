select wib.verify_email($1::text) as user_id
