-- The next rows behind the place ($1, $2, $3), $4 at most: the last of them, how many they are, and one that should have had its leaf
-- long ago.
with page as materialized (
  select a.organization_id, a.txid, a.created_at, a.id from audit_logs a
   where (a.txid, a.created_at, a.id) > ($1::xid8, $2::timestamptz, $3::uuid)
   order by a.txid, a.created_at, a.id limit $4::int)
select p.txid, p.created_at, p.id, (select count(*) from page) as rows,
       (select m.id from page m
         where m.created_at < now() - interval '15 minutes'
           and not exists (select from audit_leaves l where l.organization_id = m.organization_id and l.audit_id = m.id offset 0)
         limit 1) as missing
  from page p order by p.txid desc, p.created_at desc, p.id desc limit 1
