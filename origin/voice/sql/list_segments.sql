select segment_index, speaker, content, words, start_ms, end_ms, confidence, created_at
  from call_transcript_segments where call_id = $1 and segment_index > $2 order by segment_index limit $3::int;
