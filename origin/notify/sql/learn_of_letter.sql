select id, kind, status, organization_id
  from wib.learn_of_email($1::text, $2::text, $3::text, $4::timestamptz, $5::jsonb, $6::text, $7::text, $8::boolean, $9::text)
