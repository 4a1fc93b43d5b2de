-- Written as sent: whoever commits it sends it at once, and the sweep takes over from next_attempt_at on.
insert into command_outbox (id, organization_id, call_id, leg_id, kind, payload, status, attempts, first_sent_at, next_attempt_at,
                            created_at)
values ($1, $2, $3, $4, $5, $6, 'sent', 1, $7, $8, $7);
