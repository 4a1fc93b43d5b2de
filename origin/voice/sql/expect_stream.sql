-- A new token takes the old one's place: a socket that comes with the old one is refused.
update call_legs set stream_token_hash = $2, stream_token_expires_at = $3, stream_token_used_at = null where id = $1;
