with made as materialized (select wib.create_user($1::text, $2::text, $3::text, false) as user_id),
proof as (select wib.begin_verification($4::uuid, user_id, 'verify_email', $5::text, $6::timestamptz), user_id from made),
letter as (select wib.promise_email($4::uuid, 'verify_email', $1::text, $7::jsonb, $6::timestamptz), user_id from proof),
event as (select wib.note_account_event(user_id, 'auth:signup', $8::text), user_id from letter)
select user_id from event
