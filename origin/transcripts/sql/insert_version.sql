-- Once: a job that two finished has one version. No row for the second.
insert into transcript_versions (organization_id, call_id, recording_id, version, transcript_json, transcript_hash, produced_by,
                                 produced_by_model, input_refs)
values (current_setting('app.current_organization_id')::uuid, $1::uuid, $2::uuid, 1, $3::jsonb, $4::text, 'model', $5::text, $6::jsonb)
on conflict (organization_id, recording_id, version) do nothing
returning id
