-- The next index of the call, over both speakers, in the order of commits. Nothing comes back when the turn was kept before.
insert into call_transcript_segments (id, organization_id, call_id, segment_index, speaker, content, words, start_ms, end_ms,
                                      confidence)
select $1::uuid, $2::uuid, $3::uuid,
       coalesce((select max(s.segment_index) from call_transcript_segments s where s.call_id = $3::uuid), -1) + 1,
       $4::text, $5::text, $6::jsonb, $7::bigint, $8::bigint, $9::real
 where not exists (select 1 from call_transcript_segments s where s.id = $1::uuid)
returning segment_index
