select wib.expire_invites($1) as ended;
