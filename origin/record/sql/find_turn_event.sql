-- The event of a turn that was kept before: its commit may have gone unheard.
select e.seq, e.event_data::text as event_data
  from call_transcript_segments s
  join call_timeline_events e on e.call_id = s.call_id and e.event_type = 'turn'
   and (e.event_data ->> 'segment_index')::int = s.segment_index
 where s.id = $1::uuid
