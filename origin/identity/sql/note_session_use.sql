select wib.note_session_use($1::text)
