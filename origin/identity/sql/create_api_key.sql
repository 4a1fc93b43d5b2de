select wib.create_api_key($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::jsonb, $7::timestamptz) as created_at
