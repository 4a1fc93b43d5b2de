select wib.expire_answers($1) as ended;
