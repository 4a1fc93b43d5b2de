-- The carrier's names of a leg are learned once and never change.
update call_legs
   set status = $2, dialed_at = $3, answered_at = $4, ended_at = $5, hangup_cause = $6,
       control_id = coalesce(control_id, $7), session_id = coalesce(session_id, $8), carrier_leg_id = coalesce(carrier_leg_id, $9)
 where id = $1;
