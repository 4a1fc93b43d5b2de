-- plan: once
-- One page, newest first, and the count of all; without a file, one row without one.
with page as (
  select f.* from audio_files f order by f.created_at desc, f.id limit $1::int offset $2::bigint)
select (select count(*) from audio_files) as total, p.id, p.file_key, p.original_name, p.content_type, p.size_bytes, p.media_hash,
       p.created_by, u.name as created_by_name, p.created_at
  from (select 1) one
  left join page p on true
  left join users u on u.id = p.created_by
 order by p.created_at desc, p.id
