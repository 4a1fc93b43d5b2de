update command_outbox set status = $2, last_error = $3, settled_at = clock_timestamp()
 where id = $1 and status in ('pending', 'sent', 'outcome_unknown') and status <> $2;
