with file as (
  insert into audio_files (organization_id, id, file_key, original_name, content_type, size_bytes, media_hash, created_by)
  values (current_setting('app.current_organization_id')::uuid, $1::uuid, $2::text, $3::text, $4::text, $5::bigint, $6::text, $7::uuid)
  returning id, file_key, original_name, content_type, size_bytes, media_hash, created_by, created_at)
select file.*, u.name as created_by_name from file left join users u on u.id = file.created_by
