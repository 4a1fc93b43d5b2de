select wib.publish_event($1::uuid, 'recogniser', $2::jsonb) as seq
