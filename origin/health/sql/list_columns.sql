select c.relname::text as table_name, a.attname::text as column_name,
       format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as column_type
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any ($1::text[])
 order by c.relname::text collate "C", a.attname::text collate "C"
