-- The key of a person, made from $4 when there is none. No row when somebody else is committing one this very moment.
with made as (
  insert into subject_keys (organization_id, subject_kind, subject_id, wrapped_key)
  select $1::uuid, $2::text, $3::uuid, $4::bytea
   where not exists (select from subject_keys
                      where organization_id = $1::uuid and subject_kind = $2::text and subject_id = $3::uuid)
  on conflict (organization_id, subject_kind, subject_id) do nothing
  returning id, wrapped_key)
select id, wrapped_key from made
union all
select id, wrapped_key from subject_keys
 where organization_id = $1::uuid and subject_kind = $2::text and subject_id = $3::uuid
