select wib.publish_event($1::uuid, 'turn', $2::jsonb) as seq
