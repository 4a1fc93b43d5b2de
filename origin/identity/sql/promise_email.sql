select wib.promise_email($1::uuid, $2::text, $3::text, $4::jsonb, $5::timestamptz)
