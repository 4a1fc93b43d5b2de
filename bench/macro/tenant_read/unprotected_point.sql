-- origin/voice/sql/find_call.sql as it would be written where no policy holds the tenant: $2 in each place by hand.
select c.id, c.status, c.direction, c.flow_type, c.from_number, c.to_number, c.user_id, u.name as user_name,
       c.started_at, c.answered_at, c.ended_at, c.duration_seconds, c.talk_seconds, c.hangup_cause, c.failure_reason,
       r.list is not null as has_recording, c.created_at, c.gate,
       (select coalesce(json_agg(json_build_object(
                 'id', l.id, 'role', l.role, 'status', l.status, 'to_number', coalesce(l.to_number, ''),
                 'from_number', coalesce(l.from_number, ''), 'dialed_at', l.dialed_at, 'answered_at', l.answered_at,
                 'ended_at', l.ended_at, 'hangup_cause', l.hangup_cause) order by l.role, l.created_at), '[]')
          from call_legs l where l.organization_id = $2 and l.call_id = c.id) as legs,
       coalesce(r.list, '[]') as recordings
  from calls c left join users u on u.id = c.user_id
  left join lateral (
       select json_agg(json_build_object(
                 'id', r.id, 'status', r.status, 'duration_ms', r.duration_ms, 'size_bytes', r.size_bytes,
                 'media_hash', r.media_hash, 'source', r.source, 'is_authoritative', r.is_authoritative,
                 'started_at', r.started_at,
                 'derivatives', (select coalesce(json_agg(json_build_object(
                                   'kind', d.kind, 'content_type', d.content_type, 'size_bytes', d.size_bytes,
                                   'media_hash', d.media_hash) order by d.kind), '[]')
                                   from recording_derivatives d where d.organization_id = $2 and d.recording_id = r.id)) order by r.created_at) as list
          from recordings r where r.organization_id = $2 and r.call_id = c.id and not r.is_deleted) r on true
 where c.organization_id = $2 and c.id = $1 and not c.is_deleted;
