// One violation for each check, planted into a copy of a quiet history: small enough that no other check has anything to say of it.

export const plants: Record<string, string> = {
    acknowledged_event_is_kept: "insert into seen.deliveries (event_id, event_type, status, sent_at) values ('lost', 'call.hangup', 200, now())",
    kept_event_is_settled: inbox("'call.cost'", "'failed'", "null"),
    applied_event_is_a_fact: inbox("'call.bridged'", "'applied'", talk("id")),
    fact_has_its_event: `insert into call_facts (organization_id, call_id, kind, occurred_at, source, event_id)
        select organization_id, id, 'machine_detected', now(), 'carrier', 'never told' from calls where id = ${talk("id")}`,
    fact_stands_once: `insert into call_facts (organization_id, call_id, leg_id, kind, occurred_at, source, payload)
        select organization_id, call_id, leg_id, kind, occurred_at, source, payload from call_facts where source = 'us' limit 1`,
    status_moves_forward: `insert into seen.moves (what, row_id, was, became) values ('calls', ${talk("id")}, 'completed', 'ringing')`,
    told_status_moves_forward: retell("in_progress", "pending", talk("id")),
    told_status_is_the_status: retell("completed", "no_answer", talk("id")),
    settled_stays_settled: "insert into seen.moves (what, row_id, was, became) select 'recordings', id, 'stored', 'failed' from recordings limit 1",
    call_comes_to_an_end: `insert into call_legs (organization_id, call_id, role, status, dialed_at)
        select organization_id, id, 'supervisor', 'initiated', now() from calls where id = ${talk("id")}`,
    line_is_hung_up: `update seen.lines set ended_at = null where call_id = ${talk("id")}`,
    record_agrees_with_carrier: `update call_legs set ended_at = ended_at + interval '5 seconds' where call_id = ${talk("id")}`,
    // Written down consistently everywhere, and not what happened on the line.
    outcome_agrees_with_carrier: `update calls set status = 'completed' where id = ${busy()};
        ${retell("busy", "completed", busy())};
        update seen.moves set became = 'completed' where row_id = ${busy()} and became = 'busy';
        update audit_logs set new_value = '{"status":"completed"}' where resource_id = ${busy()} and new_value ->> 'status' = 'busy'`,
    dialled_at_most_once: `insert into seen.lines select 'v3:another', call_id, leg_id, role, state, started_at, answered_at, ended_at, hangup_cause
        from seen.lines limit 1`,
    line_belongs_to_a_leg: "insert into seen.lines (control_id, call_id, leg_id, state, ended_at) values ('v3:nobody', gen_random_uuid(), gen_random_uuid(), 'ended', now())",
    command_is_settled: "update command_outbox set status = 'sent' where id = (select id from command_outbox limit 1)",
    answered_call_is_kept: "insert into seen.answers (method, target, status, call_id, at) values ('POST', '/api/voice/call', 201, gen_random_uuid(), now())",
    one_answer_a_key: `insert into seen.answers (key, method, target, status, call_id, at)
        select a.key, 'POST', '/api/voice/call', 201, c.id, now() from seen.answers a, calls c where a.status = 201 and c.id <> a.call_id limit 1`,
    one_call_a_key: "update audit_logs set correlation_id = (select min(key) from seen.answers where status = 201) where action = 'call:started'",
    answered_end_is_a_fact: `insert into seen.answers (method, target, status, call_id, at) values ('POST', '/api/calls/x/end', 200, ${busy()}, now())`,
    start_is_audited: `insert into audit_logs (organization_id, actor_type, action, resource_type, resource_id)
        select organization_id, 'human', 'call:started', 'call', id from calls where id = ${talk("id")}`,
    audit_row_has_its_leaf: "delete from audit_leaves where leaf_index = 1",
    signed_log_is_the_log: "delete from audit_checkpoints where size = (select max(size) from audit_checkpoints)",
    move_is_audited: `delete from audit_logs where resource_id = ${talk("id")} and action = 'call:ended'`,
    storing_is_audited: "delete from audit_logs where action = 'recording:stored'",
    listening_is_audited: "delete from audit_logs where action = 'recording:accessed'",
    served_sound_is_the_stored: "update seen.listenings set sha256 = repeat('0', 64)",
    stored_recording_is_its_bytes: "update seen.objects set sound = false, why = 'the chain breaks at byte 4711' where kind = 'spool'",
    recording_is_stored_or_waits: "update recordings set status = 'uploading'; delete from audit_logs where action = 'recording:stored'",
    stream_is_recorded: "insert into seen.streams select gen_random_uuid(), control_id, 500 from seen.streams limit 1",
    file_belongs_to_a_recording: "insert into seen.files values ('0.wibspool.wav', null, 44)",
    object_belongs_to_a_recording: "insert into seen.objects (key, size_bytes, sha256, kind, sound) values ('recordings/nobody/knows.wav', 44, '', 'wav', true)",
    row_has_its_parents: `insert into command_outbox (organization_id, call_id, leg_id, kind, status)
        select organization_id, id, gen_random_uuid(), 'hangup', 'done' from calls where id = ${talk("id")}`,
    transcript_is_its_jobs: `insert into transcript_versions (organization_id, call_id, recording_id, version, transcript_json, transcript_hash, produced_by)
        select organization_id, call_id, id, 2, '{}', repeat('0', 64), 'model' from recordings limit 1`,
    transcript_is_dense: `update call_transcript_segments set segment_index = 77 where id = ${lastSegment("id")};
        update call_timeline_events set event_data = jsonb_set(event_data, '{segment_index}', '77') where seq = ${lastTurn()};
        update seen.events set data = jsonb_set(data, '{segment_index}', '77') where seq = ${lastTurn()}`,
    words_stand_once: `insert into call_timeline_events (organization_id, call_id, event_type, event_data)
        select organization_id, call_id, event_type, event_data from call_timeline_events where event_type = 'turn' limit 1`,
    told_event_is_kept: "update seen.events set data = '{\"status\":\"never was\"}' where seq = (select min(seq) from seen.events)",
    viewer_misses_nothing: "delete from seen.events where seq = (select min(seq) + 2 from seen.events)",
    answered_key_is_kept: "update idempotency_keys set response_body = jsonb_set(response_body::jsonb, '{call_id}', to_jsonb(gen_random_uuid()))::text where path = '/api/voice/call'",
};

/** A call in which somebody talked. */
function talk(column: string): string {
    return `(select c.${column} from calls c where c.status = 'completed' and exists (select from call_transcript_segments s where s.call_id = c.id)
              order by c.created_at limit 1)`;
}
function busy(): string {
    return "(select id from calls where to_number = '+12025550113' order by created_at limit 1)";
}
function inbox(type: string, status: string, call: string): string {
    return `insert into webhook_inbox (vendor, event_id, event_type, occurred_at, organization_id, call_id, payload, status)
        select 'telnyx', 'planted', ${type}, now(), o.id, ${call}, '{}', ${status} from organizations o limit 1`;
}
/** The timeline said one thing of a call and everybody heard it; now it said another. */
function retell(was: string, becomes: string, call: string): string {
    const data = (column: string) => `jsonb_set(${column}, '{status}', '"${becomes}"')`;
    return `update call_timeline_events set event_data = ${data("event_data")} where event_type = 'call' and call_id = ${call} and event_data ->> 'status' = '${was}';
        update seen.events set data = ${data("data")} where kind = 'call' and call_id = ${call} and data ->> 'status' = '${was}'`;
}
function lastSegment(column: string): string {
    return `(select ${column} from call_transcript_segments where call_id = ${talk("id")} order by segment_index desc limit 1)`;
}
function lastTurn(): string {
    return `(select seq from call_timeline_events where event_type = 'turn' and call_id = ${talk("id")} order by seq desc limit 1)`;
}
