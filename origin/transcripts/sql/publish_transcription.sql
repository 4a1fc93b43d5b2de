select wib.publish_event($1::uuid, 'transcription', $2::jsonb) as seq
