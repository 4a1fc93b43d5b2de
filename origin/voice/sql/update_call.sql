update calls
   set status = $2, started_at = least(started_at, $3), answered_at = $4, ended_at = $5, duration_seconds = $6, talk_seconds = $7,
       hangup_cause = $8, failure_reason = $9, amd_result = $10, watch_at = $11, version = version + 1
 where id = $1;
