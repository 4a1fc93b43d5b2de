-- What the database knows beside the IANA names, its copies of them and the machine's own, is no zone of anybody's.
select exists (select from pg_timezone_names
                where name = $1::text and name !~ '^(posix|right)/' and name not in ('Factory', 'localtime', 'posixrules')) as known
