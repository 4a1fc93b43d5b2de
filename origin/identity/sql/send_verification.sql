with proof as (select wib.begin_verification($1::uuid, $2::uuid, 'verify_email', $3::text, $4::timestamptz) as begun)
select wib.promise_email($1::uuid, 'verify_email', $5::text, $6::jsonb, $4::timestamptz) from proof
