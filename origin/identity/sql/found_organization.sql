select wib.found_organization($1::text, $2::uuid)
