select status from wib.settle_email($1::uuid, $2::text, $3::text, $4::text)
