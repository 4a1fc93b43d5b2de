-- What must be true of every history once it has come to rest. Each check has a name, the promise it holds us to, and a query
-- whose every row is a violation. `seen` is what the outside saw (seen.sql); everything else is the product's own.

-- check acknowledged_event_is_kept
-- promise a 2xx to a webhook means durable: its event is in the inbox
select d.event_id, d.event_type, min(d.sent_at) as acknowledged_at
  from seen.deliveries d
 where d.status between 200 and 299
   and not exists (select from webhook_inbox w where w.event_id = d.event_id)
 group by d.event_id, d.event_type;

-- check kept_event_is_settled
-- promise every event taken in is applied or, being none of ours, put aside; none waits for ever and none is given up
select w.event_id, w.event_type, w.status, w.attempts, w.last_error from webhook_inbox w where w.status in ('received', 'failed');

-- check applied_event_is_a_fact
-- promise an event marked applied has changed what we know: its fact stands, for the same call, at the time it occurred
select w.event_id, w.event_type, w.call_id
  from webhook_inbox w
 where w.status = 'applied' and w.vendor = 'telnyx'
   and not exists (select from call_facts f
                    where f.call_id = w.call_id and f.source = 'carrier' and f.kind = seen.fact_of(w.event_type)
                      and f.occurred_at = w.occurred_at);

-- check fact_has_its_event
-- promise a fact told by the carrier was committed together with its event
select f.id, f.call_id, f.kind, f.event_id
  from call_facts f
 where f.source = 'carrier'
   and not exists (select from webhook_inbox w where w.event_id = f.event_id and w.status = 'applied' and w.call_id = f.call_id);

-- check fact_stands_once
-- promise however often an event is told, it is one fact
select f.call_id, f.leg_id, f.kind, f.occurred_at, f.source, count(*) as times
  from call_facts f
 group by f.call_id, f.leg_id, f.kind, f.occurred_at, f.source, f.payload
having count(*) > 1;

-- check status_moves_forward
-- promise a call's status never goes backwards, and what is over stays over
select m.row_id as call_id, m.was, m.became, m.at from seen.moves m where m.what = 'calls' and not seen.may_become(m.was, m.became);

-- check told_status_moves_forward
-- promise what the timeline tells of a call moves forward too
select t.call_id, t.seq, t.was, t.became
  from (select e.call_id, e.seq, e.event_data ->> 'status' as became,
               lag(e.event_data ->> 'status') over (partition by e.call_id order by e.seq) as was
          from call_timeline_events e where e.event_type = 'call') t
 where t.was is not null and t.was <> t.became and not seen.may_become(t.was, t.became);

-- check told_status_is_the_status
-- promise the last thing the timeline told of a call is what the call is
select c.id as call_id, c.status,
       (select e.event_data ->> 'status' from call_timeline_events e
         where e.call_id = c.id and e.event_type = 'call' order by e.seq desc limit 1) as told
  from calls c
 where c.status is distinct from (select e.event_data ->> 'status' from call_timeline_events e
                                   where e.call_id = c.id and e.event_type = 'call' order by e.seq desc limit 1);

-- check settled_stays_settled
-- promise a stored recording, a settled command and a settled event are never anything else again
select m.what, m.row_id, m.was, m.became, m.at
  from seen.moves m
 where (m.what = 'recordings' and m.was = 'stored')
    or (m.what = 'command_outbox' and m.was in ('done', 'refused'))
    or (m.what = 'webhook_inbox' and m.was in ('applied', 'ignored'));

-- check call_comes_to_an_end
-- promise no call and no leg is left hanging when everybody has hung up
select c.id as call_id, c.status, null::text as leg from calls c where seen.rank(c.status) < 6
union all
select l.call_id, l.status, l.role from call_legs l join calls c on c.id = l.call_id
 where l.dialed_at is not null and l.ended_at is null;

-- check line_is_hung_up
-- promise behind a call that is over no line stays open at the carrier
select l.call_id, l.control_id, l.state, c.status
  from seen.lines l join calls c on c.id = l.call_id
 where l.ended_at is null and seen.rank(c.status) = 6;

-- check record_agrees_with_carrier
-- promise what the carrier acknowledged having told us of a leg is what the record says: picked up when it was, ended when it did
select l.control_id, g.call_id, l.answered_at as really_answered, g.answered_at, l.ended_at as really_ended, g.ended_at
  from seen.lines l join call_legs g on g.id = l.leg_id
 where (l.answered_at is not null and exists (select from seen.deliveries d where d.control_id = l.control_id
           and d.event_type = 'call.answered' and d.status between 200 and 299)
        and abs(extract(epoch from l.answered_at - coalesce(g.answered_at, 'epoch'))) > 1)
    or (l.answered_at is null and g.answered_at is not null)
    or (l.ended_at is not null and exists (select from seen.deliveries d where d.control_id = l.control_id
           and d.event_type = 'call.hangup' and d.status between 200 and 299)
        and abs(extract(epoch from l.ended_at - coalesce(g.ended_at, 'epoch'))) > 1);

-- check outcome_agrees_with_carrier
-- promise a call in which the consumer picked up is completed, and no other is
select c.id as call_id, c.status, c.answered_at, l.answered_at as really_answered
  from calls c left join seen.lines l on l.call_id = c.id and l.role = 'consumer'
 where seen.rank(c.status) = 6 and (c.status = 'completed') <> (l.answered_at is not null)
   and (l.answered_at is null or exists (select from seen.deliveries d where d.control_id = l.control_id
          and d.event_type = 'call.answered' and d.status between 200 and 299));

-- check dialled_at_most_once
-- promise a leg is dialled at most once, whatever was lost or killed
select l.leg_id, l.call_id, count(*) as lines from seen.lines l group by l.leg_id, l.call_id having count(*) > 1;

-- check line_belongs_to_a_leg
-- promise nothing is dialled that is not written down
select l.control_id, l.call_id, l.leg_id from seen.lines l
 where not exists (select from call_legs g where g.id = l.leg_id and g.call_id = l.call_id);

-- check command_is_settled
-- promise every command to the carrier is carried out or given up; a dial that was taken is known to be
select o.id, o.call_id, o.kind, o.status, o.attempts, o.last_error
  from command_outbox o
 where o.status in ('pending', 'sent')
    or (o.kind = 'dial' and o.status in ('refused', 'outcome_unknown')
        and exists (select from seen.lines l join seen.deliveries d on d.control_id = l.control_id and d.status between 200 and 299
                     where l.leg_id = o.leg_id));

-- check answered_call_is_kept
-- promise a call that was answered with 2xx exists with its leg, its dial, its first fact, its audit row and its line in the timeline
select a.key, a.call_id, a.status
  from seen.answers a
 where a.method = 'POST' and a.target = '/api/voice/call' and a.status between 200 and 299
   and not (exists (select from calls c where c.id = a.call_id)
            and exists (select from call_legs l where l.call_id = a.call_id)
            and exists (select from command_outbox o where o.call_id = a.call_id and o.kind = 'dial')
            and exists (select from call_facts f where f.call_id = a.call_id and f.kind = 'dial_requested')
            and exists (select from audit_logs l where l.resource_id = a.call_id and l.action = 'call:started')
            and exists (select from call_timeline_events e where e.call_id = a.call_id and e.event_type = 'call'));

-- check one_answer_a_key
-- promise the same idempotency key is answered with the same call
select a.key, array_agg(distinct a.call_id) as calls
  from seen.answers a
 where a.target = '/api/voice/call' and a.status between 200 and 299
 group by a.key having count(distinct a.call_id) > 1;

-- check one_call_a_key
-- promise a key places one call; another only after the first was refused before anybody was dialled
select l.correlation_id as key, array_agg(l.resource_id) as calls
  from audit_logs l
 where l.action = 'call:started'
   and not exists (select from command_outbox o where o.call_id = l.resource_id and o.kind = 'dial' and o.status = 'refused')
 group by l.correlation_id having count(*) > 1;

-- check answered_end_is_a_fact
-- promise an end that was answered with 200 was written down, and the call is over
select a.key, a.call_id, c.status
  from seen.answers a left join calls c on c.id = a.call_id
 where a.target like '%/end' and a.status between 200 and 299
   and (c.id is null or seen.rank(c.status) < 6
        or not exists (select from call_facts f where f.call_id = c.id and f.kind = 'end_requested'));

-- check transcript_is_its_jobs
-- promise a job of the transcription queue that is completed left one transcript of its recording, and no other job left any
select r.id as recording_id, j.status, count(v.id) as versions
  from recordings r
  left join transcription_jobs j on j.organization_id = r.organization_id and j.recording_id = r.id
  left join transcript_versions v on v.organization_id = r.organization_id and v.recording_id = r.id
 group by r.organization_id, r.id, j.status having count(v.id) <> (case when j.status = 'completed' then 1 else 0 end);

-- check start_is_audited
-- promise every call has exactly one audit row of its start
select c.id as call_id, count(l.id) as rows
  from calls c left join audit_logs l on l.resource_id = c.id and l.action = 'call:started'
 group by c.id having count(l.id) <> 1;

-- check audit_row_has_its_leaf
-- promise every audit row has one place in its organization's log, and the places have neither gap nor double
select a.organization_id, count(*) as rows, count(l.leaf_index) as leaves, max(l.leaf_index) as last_place
  from audit_logs a left join audit_leaves l on l.organization_id = a.organization_id and l.audit_id = a.id
 where a.txid <> '0'
 group by a.organization_id
having count(*) <> count(l.leaf_index)
    or (select count(*) <> max(leaf_index) + 1 from audit_leaves every where every.organization_id = a.organization_id);

-- check signed_log_is_the_log
-- promise every checkpoint was signed of a size the log has, and the log is signed as far as it goes
select t.organization_id, t.size, max(c.size) as signed
  from audit_tails t left join audit_checkpoints c on c.organization_id = t.organization_id
 group by t.organization_id, t.size
having max(c.size) is distinct from t.size;

-- check move_is_audited
-- promise every answer, bridging and ending of a call has its audit row, written with the change and no more often than it
select c.id as call_id, s.status, s.moves, s.rows
  from calls c
 cross join lateral (
   select v.status,
          (select count(*) from seen.moves m where m.what = 'calls' and m.row_id = c.id and m.became = v.status) as moves,
          (select count(*) from audit_logs l where l.resource_id = c.id and l.resource_type = 'call' and l.action like 'call:%' and l.new_value ->> 'status' = v.status) as rows
     from unnest(array['in_progress', 'bridged', 'completed', 'failed', 'busy', 'no_answer', 'canceled']) v(status)) s
 where s.moves <> s.rows;

-- check storing_is_audited
-- promise every stored recording has exactly one audit row of it, naming the bytes that lie in the store
select r.id as recording_id, r.status, count(l.id) as rows
  from recordings r left join audit_logs l on l.resource_id = r.id and l.action = 'recording:stored' and l.new_value ->> 'media_hash' = r.media_hash
 group by r.organization_id, r.id having count(l.id) <> (case when r.status = 'stored' then 1 else 0 end);

-- check listening_is_audited
-- promise who was served a recording is in the audit
select h.recording_id, count(*) as served,
       (select count(*) from audit_logs l where l.resource_id = h.recording_id and l.action = 'recording:accessed') as rows
  from seen.listenings h where h.status in (200, 206)
 group by h.recording_id
having count(*) > (select count(*) from audit_logs l where l.resource_id = h.recording_id and l.action = 'recording:accessed');

-- check served_sound_is_the_stored
-- promise what a listener is served is what the record says it is
select h.recording_id, h.sha256, d.media_hash
  from seen.listenings h left join recording_derivatives d on d.recording_id = h.recording_id and d.kind = 'wav'
 where h.status = 200 and h.sha256 is distinct from d.media_hash;

-- check stored_recording_is_its_bytes
-- promise a stored recording lies in the store, hashes to its row, its chain holds from first to last byte, and it plays
select r.id as recording_id, r.object_key, o.sha256, o.why, d.object_key as wav, w.sha256 as wav_sha256, w.why as wav_why
  from recordings r
  left join seen.objects o on o.key = r.object_key
  left join recording_derivatives d on d.recording_id = r.id and d.kind = 'wav'
  left join seen.objects w on w.key = d.object_key
 where r.status = 'stored'
   and not coalesce(o.sound and o.sha256 = r.media_hash and o.size_bytes = r.size_bytes and o.chain_head = r.chain_head
                    and o.recording_id = r.id and o.call_id = r.call_id and o.organization_id = r.organization_id
                    and o.frames = r.frame_count and (o.ended <> '' or r.failure_reason = 'no_end')
                    and w.sound and w.sha256 = d.media_hash and w.size_bytes = d.size_bytes
                    and abs(w.duration_ms - r.duration_ms) <= 20, false);

-- check recording_is_stored_or_waits
-- promise a recording is in the store, or its spool is still there, or it says why there never was one
select r.id as recording_id, r.status, r.failure_reason
  from recordings r
 where r.status <> 'stored'
   and not exists (select from seen.files f where f.name = r.id || '.wibspool')
   and not (r.status = 'failed' and r.failure_reason in ('disk_full', 'unwritable'));

-- check stream_is_recorded
-- promise what the carrier streamed for two seconds or more is recorded
select s.control_id, l.call_id, l.leg_id, count(*) as streams,
       (select count(*) from recordings r where r.call_id = l.call_id) as recordings
  from seen.streams s join seen.lines l on l.control_id = s.control_id
 where s.frames >= 100
 group by s.control_id, l.call_id, l.leg_id
having count(*) > (select count(*) from recordings r where r.call_id = l.call_id);

-- check file_belongs_to_a_recording
-- promise the spool directory holds spools that are not stored yet, and nothing else
select f.name, f.size_bytes, r.status
  from seen.files f left join recordings r on r.id = f.recording_id
 where f.name not like '%.wibspool' or r.id is null or r.status = 'stored';

-- check object_belongs_to_a_recording
-- promise every object in the store is named by a row
select o.key, o.size_bytes
  from seen.objects o
 where not exists (select from recordings r where r.object_key = o.key)
   and not exists (select from recording_derivatives d where d.object_key = o.key);

-- check row_has_its_parents
-- promise no row points at a call, leg or recording that is not there
select 'call_legs' as what, l.id from call_legs l left join calls c on c.id = l.call_id and c.organization_id = l.organization_id where c.id is null
union all
select 'call_facts', f.id from call_facts f left join calls c on c.id = f.call_id and c.organization_id = f.organization_id
  left join call_legs l on l.id = f.leg_id and l.call_id = f.call_id where c.id is null or (f.leg_id is not null and l.id is null)
union all
select 'recordings', r.id from recordings r left join calls c on c.id = r.call_id and c.organization_id = r.organization_id where c.id is null
union all
select 'recording_derivatives', d.id from recording_derivatives d left join recordings r on r.id = d.recording_id where r.id is null
union all
select 'call_transcript_segments', s.id from call_transcript_segments s left join calls c on c.id = s.call_id where c.id is null
union all
select 'call_timeline_events', e.id from call_timeline_events e left join calls c on c.id = e.call_id where c.id is null
union all
select 'command_outbox', o.id from command_outbox o left join call_legs l on l.id = o.leg_id and l.call_id = o.call_id where l.id is null
union all
select 'webhook_inbox', w.id from webhook_inbox w left join calls c on c.id = w.call_id where w.call_id is not null and c.id is null;

-- check transcript_is_dense
-- promise the segments of a call are numbered from nought without a gap
select s.call_id, count(*) as segments, min(s.segment_index) as first, max(s.segment_index) as last
  from call_transcript_segments s group by s.call_id
having min(s.segment_index) <> 0 or max(s.segment_index) + 1 <> count(*);

-- check words_stand_once
-- promise what was said once is written once, and told once
select s.call_id, s.speaker, s.start_ms, s.content, count(*) as times, null::int as segment_index
  from call_transcript_segments s group by s.call_id, s.speaker, s.start_ms, s.content having count(*) > 1
union all
select s.call_id, s.speaker, s.start_ms, s.content, (select count(*) from call_timeline_events e where e.call_id = s.call_id and e.event_type = 'turn'
         and (e.event_data ->> 'segment_index')::int = s.segment_index), s.segment_index
  from call_transcript_segments s
 where 1 <> (select count(*) from call_timeline_events e where e.call_id = s.call_id and e.event_type = 'turn'
              and (e.event_data ->> 'segment_index')::int = s.segment_index);

-- check told_event_is_kept
-- promise a viewer is told nothing that was not committed, and just what was
select v.seq, v.kind, v.call_id
  from seen.events v left join call_timeline_events e on e.seq = v.seq
 where e.seq is null or e.event_type <> v.kind or e.call_id is distinct from v.call_id or e.event_data <> v.data;

-- check viewer_misses_nothing
-- promise a viewer who comes back after every interruption has seen all that was committed between their first and last event
select e.seq, e.event_type, e.call_id, e.created_at
  from call_timeline_events e
 where e.seq > (select min(seq) from seen.events) and e.seq < (select max(seq) from seen.events)
   and not exists (select from seen.events v where v.seq = e.seq);

-- check answered_key_is_kept
-- promise the first answer that was given under a key is the one kept for it
select a.key, a.call_id, k.status, k.response_status
  from (select distinct on (one.key, one.target) one.* from seen.answers one
         where one.key is not null and one.target = '/api/voice/call' and one.status between 200 and 299
         order by one.key, one.target, one.id) a
  left join idempotency_keys k on k.key = a.key and k.path = a.target
 where not coalesce(k.response_status = a.status and (k.response_body::jsonb ->> 'call_id')::uuid = a.call_id, false);
