-- Counts one more sending. No row when somebody else has sent or settled it since it was read.
update command_outbox
   set status = 'sent', attempts = attempts + 1, first_sent_at = coalesce(first_sent_at, $3), next_attempt_at = $4
 where id = $1 and attempts = $2 and status in ('pending', 'sent')
returning attempts, first_sent_at;
