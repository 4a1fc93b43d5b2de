-- News of a leg from the carrier proves that its dial was taken, whatever became of the answer to it.
update command_outbox set status = 'done', settled_at = clock_timestamp()
 where leg_id = $1 and kind = 'dial' and status in ('pending', 'sent', 'outcome_unknown');
