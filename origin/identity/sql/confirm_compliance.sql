select wib.confirm_compliance($1::text, $2::time, $3::time, $4::boolean, $5::boolean)
