update command_outbox set next_attempt_at = $2, last_error = $3 where id = $1 and status in ('pending', 'sent');
