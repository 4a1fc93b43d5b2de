select user_id, name, organization_id from wib.prepare_reset($1::uuid, $2::text)
