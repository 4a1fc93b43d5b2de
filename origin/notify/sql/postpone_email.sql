select wib.postpone_email($1::uuid, $2::timestamptz, $3::text)
