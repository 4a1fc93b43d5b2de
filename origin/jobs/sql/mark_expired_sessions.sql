select wib.expire_sessions($1) as sessions, wib.expire_tokens($1) as tokens;
