-- One page of what was found, and whether the query named a word to look for; one row without an utterance where nothing was found.
select wib.names_words($1::text) as names_words, f.call_id, c.direction, c.from_number, c.to_number, c.user_id, u.name as user_name,
       c.started_at, c.created_at, f.recording_id, f.version_id, v.version, v.is_authoritative, f.is_current, v.produced_by_model,
       f.utterance_index, f.speaker, f.language, f.start_ms, f.end_ms, f.content, f.marked
  from (select 1) one
  left join (wib.search_transcripts(nullif(current_setting('app.current_organization_id', true), '')::uuid, $1::text, $2::text,
                                    $3::timestamptz, $4::timestamptz, $5::boolean, $6::timestamptz, $7::uuid, $8::int, $9::int) f
             join calls c on c.id = f.call_id
             join transcript_versions v on v.id = f.version_id) on true
  left join users u on u.id = c.user_id
 order by f.call_at desc, f.version_id, f.utterance_index;
