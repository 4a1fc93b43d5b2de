select wib.note_account_event($1::uuid, $2::text, $3::text)
