-- No row when the recording has its job already.
insert into transcription_jobs (organization_id, call_id, recording_id)
values (current_setting('app.current_organization_id')::uuid, $1::uuid, $2::uuid)
on conflict (organization_id, recording_id) do nothing
returning id
