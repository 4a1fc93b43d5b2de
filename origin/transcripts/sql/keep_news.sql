-- The event, once, and whose job it is about ($6: the vendor's name of the transcript). What it tells is all done here: the rest is the
-- job's.
with received as materialized (
  select id, is_new, status from wib.receive_webhook($1, $2, $3, $4::timestamptz, null, null, $5::jsonb)),
noted as materialized (
  select n.organization_id, n.job_id from received cross join lateral wib.note_transcription($1, $6) n),
settled as materialized (
  select wib.settle_webhook(received.id, 'applied', null) from received where received.status = 'received')
select received.is_new, noted.organization_id, noted.job_id, (select count(*) from settled) as settled
  from received left join noted on true;
