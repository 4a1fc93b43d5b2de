-- A change made under an idempotency key writes its answer in its own transaction: a running key with an answer is a change that
-- stands, whoever died before giving the answer in person. Such a key never lapses to somebody else within its day.

alter table idempotency_keys
  drop constraint idempotency_keys_check,
  add constraint idempotency_keys_done_is_answered check (status <> 'done' or response_status is not null);
