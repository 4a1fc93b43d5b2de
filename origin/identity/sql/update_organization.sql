select wib.update_organization($1::text, $2::text, $3::time, $4::time, $5::text, $6::text)
