select organization_id, call_id, leg_id from wib.find_call_for_leg($1, $2);
