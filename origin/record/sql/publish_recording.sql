select wib.publish_event($1::uuid, 'recording', $2::jsonb) as seq
