select wib.note_service_event($1::text, $2::text, $3::text)
