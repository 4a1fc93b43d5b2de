select wib.begin_verification($1::uuid, $2::uuid, 'verify_email', $3::text, $4::timestamptz)
