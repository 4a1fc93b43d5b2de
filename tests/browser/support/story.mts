// The call every page test looks at: who, when, what was said. Times are fixed so that screenshots compare.
import { createHash } from 'node:crypto';
import type { Burst } from './wav.mts';
import { stereoWav } from './wav.mts';

export const kUser = {
  id: '0197a3c0-0000-7000-8000-0000000000a1',
  email: 'rosa.marin@harborline.example',
  name: 'Rosa Marín',
  organization_id: '0197a3c0-0000-7000-8000-000000000001',
  organization_name: 'Harborline Recovery',
  role: 'agent',
  plan: 'business',
  platform_role: null as string | null,
  email_verified: true,
};
export const kPassword = 'correct horse battery staple';

export const kCallId = '0197a3c0-1111-7000-8000-000000000042';
export const kRecordingId = '0197a3c0-2222-7000-8000-000000000042';

const said: [speaker: 'agent' | 'consumer', startMs: number, text: string][] = [
  ['consumer', 1_200, 'Hello, this is Marisol speaking.'],
  ['agent', 3_600, 'Good morning, my name is Rosa and I am calling from Harborline on a recorded line.'],
  ['consumer', 9_400, 'Okay, what is this about?'],
  ['agent', 11_800, 'I would like to go over the payment plan we talked about in June, if you have two minutes.'],
  ['consumer', 17_600, 'Sure, I can pay sixty dollars on Friday, but not before.'],
  ['agent', 22_000, 'Sixty dollars this Friday, the ninth. I will note that down.'],
  ['consumer', 26_300, 'Thank you, that works for me.'],
];

const kWordMs = 330;

export const kSegments = said.map(([speaker, start, text], index) => {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    start_ms: start + i * kWordMs,
    end_ms: start + i * kWordMs + kWordMs - 40,
    confidence: 0.97,
  }));
  return {
    segment_index: index,
    speaker,
    content: text,
    words,
    start_ms: start,
    end_ms: words.at(-1)!.end_ms,
    confidence: 0.96,
    created_at: '2026-11-20T16:04:12.000Z',
  };
});

/** The same words as the record has them, made of the stored recording. */
export const kFinal = {
  transcript_status: 'completed',
  failure_reason: null,
  versions: [
    {
      id: '0197a3c0-1111-7000-8000-0000000000f1',
      recording_id: kRecordingId,
      version: 1,
      is_authoritative: true,
      produced_by: 'model',
      produced_by_model: 'assemblyai universal-3-pro',
      transcript_hash: createHash('sha256').update('transcript').digest('hex'),
      input_refs: {},
      transcript: {
        audio_ms: 30_240,
        language: 'en',
        utterances: kSegments.map(({ speaker, content, words, start_ms, end_ms, confidence }) => ({ channel: speaker === 'consumer' ? 1 : 2, confidence, end_ms, speaker, start_ms, text: content, words })),
      },
      created_at: '2026-11-20T16:05:30.000Z',
    },
  ],
};

/** What a search for "friday" finds in it, as GET /api/search tells it. */
export const kFound = kSegments
  .map((segment, utterance_index) => ({ ...segment, utterance_index }))
  .filter(({ content }) => /friday/i.test(content))
  .map(({ content, speaker, start_ms, end_ms, utterance_index }) => ({
    call: {
      id: kCallId,
      direction: 'outbound',
      from_number: '+15550100001',
      to_number: '+12125550142',
      user_id: null,
      user_name: 'Rosa Marín',
      started_at: '2026-11-20T16:04:02.000Z',
      created_at: '2026-11-20T16:04:02.000Z',
    },
    recording_id: kRecordingId,
    version_id: '0197a3c0-1111-7000-8000-0000000000f1',
    version: 1,
    is_authoritative: true,
    is_current: true,
    produced_by_model: 'assemblyai universal-3-pro',
    utterance_index,
    speaker,
    language: 'en',
    start_ms,
    end_ms,
    parts: content
      .split(/(friday)/i)
      .filter((part) => part !== '')
      .map((part) => ({ text: part, hit: /^friday$/i.test(part) })),
  }));

export const kRecordingMs = 30_240;
const bursts: Burst[] = kSegments.flatMap((segment) =>
  segment.words.map((word): Burst => ({ channel: segment.speaker === 'consumer' ? 0 : 1, fromMs: word.start_ms, toMs: word.end_ms })),
);
export const kWav = stereoWav(kRecordingMs, bursts);
export const kHash = createHash('sha256').update('spool').digest('hex');

const started = '2026-11-20T16:03:58.000Z';
const answered = '2026-11-20T16:04:11.000Z';
const ended = '2026-11-20T16:04:41.000Z';

export function aCall(changes: Record<string, unknown> = {}) {
  return {
    id: kCallId,
    status: 'completed',
    direction: 'outbound',
    flow_type: 'bridge',
    from_number: '+14155550100',
    to_number: '+12125550142',
    user_id: kUser.id as string | null,
    user_name: kUser.name as string | null,
    started_at: started,
    answered_at: answered as string | null,
    ended_at: ended as string | null,
    duration_seconds: 43,
    talk_seconds: 30 as number | null,
    hangup_cause: 'normal' as string | null,
    failure_reason: null as string | null,
    has_recording: true,
    created_at: started,
    ...changes,
  };
}

export type FakeCall = ReturnType<typeof aCall>;

const notChecked = (name: string) => ({ name, outcome: 'not_checked', reason: 'there is no data for this check yet' });

export function aDetail(call: FakeCall, changes: Record<string, unknown> = {}) {
  return {
    ...call,
    legs: [
      {
        id: '0197a3c0-3333-7000-8000-000000000001',
        role: 'agent',
        status: 'completed',
        to_number: '+14155550100',
        from_number: '+13125550199',
        dialed_at: started,
        answered_at: '2026-11-20T16:04:03.000Z',
        ended_at: ended,
        hangup_cause: 'normal',
      },
      {
        id: '0197a3c0-3333-7000-8000-000000000002',
        role: 'consumer',
        status: 'completed',
        to_number: call.to_number,
        from_number: '+13125550199',
        dialed_at: '2026-11-20T16:04:03.000Z',
        answered_at: answered,
        ended_at: ended,
        hangup_cause: 'normal',
      },
    ] as Record<string, unknown>[],
    recordings: [
      {
        id: kRecordingId,
        status: 'stored',
        duration_ms: kRecordingMs,
        size_bytes: 512_340,
        media_hash: kHash,
        source: 'stream',
        is_authoritative: true,
        started_at: answered,
        derivatives: [{ kind: 'wav', content_type: 'audio/wav', size_bytes: kWav.length, media_hash: kHash }],
      },
    ] as Record<string, unknown>[],
    gate: {
      checks: [
        { name: 'number_format', outcome: 'passed', reason: null },
        { name: 'organization_active', outcome: 'passed', reason: null },
        ...['do_not_call', 'cease_and_desist', 'attorney_represented', 'bankruptcy', 'deceased', 'consent', 'legal_hold', 'dispute'].map(notChecked),
        { name: 'time_of_day', outcome: 'not_checked', reason: 'the consumer’s time zone is not known' },
        ...['frequency', 'conversation_cooldown', 'dnc', 'tcpa', 'reassigned_number'].map(notChecked),
      ],
    } as { checks: Record<string, unknown>[] },
    ...changes,
  };
}

export type FakeDetail = ReturnType<typeof aDetail>;

export const kTimeline = [
  [1, 'call', { status: 'initiated' }, started],
  [2, 'call', { status: 'ringing' }, '2026-11-20T16:04:03.000Z'],
  [3, 'call', { status: 'bridged' }, answered],
  [4, 'recording', { status: 'recording' }, answered],
  [5, 'recogniser', { state: 'listening', speaker: 'consumer' }, answered],
  [6, 'turn', { segment_index: 0 }, '2026-11-20T16:04:15.000Z'],
  [7, 'call', { status: 'completed' }, ended],
  [8, 'recording', { status: 'stored' }, '2026-11-20T16:04:43.000Z'],
].map(([seq, event_type, event_data, created_at]) => ({ seq, event_type, event_data, created_at }));

export const kAudit = [
  ['call:started', 'user', kUser.name, null, { to_number: 'subject:9f2c' }, started],
  ['recording:stored', 'system', null, { status: 'uploading' }, { status: 'stored' }, '2026-11-20T16:04:43.000Z'],
  ['recording:accessed', 'user', 'Ines Aguado', null, { how: 'stream', range: '' }, '2026-11-20T17:20:05.000Z'],
  ['recording:accessed', 'user', 'Ines Aguado', null, { how: 'stream', range: 'bytes=0-' }, '2026-11-20T17:20:08.000Z'],
  ['recording:accessed', 'user', 'Ines Aguado', null, { how: 'stream', range: 'bytes=262144-' }, '2026-11-20T17:20:09.000Z'],
].map(([action, actor_type, user_name, old_value, new_value, created_at], i) => ({
  id: `0197a3c0-4444-7000-8000-00000000000${i}`,
  action,
  actor_type,
  actor_label: actor_type === 'system' ? 'recorder' : null,
  user_name,
  resource_type: String(action).startsWith('call') ? 'call' : 'recording',
  resource_id: String(action).startsWith('call') ? kCallId : kRecordingId,
  old_value,
  new_value,
  created_at,
  correlation_id: `wb-mi2x-${i}f3a9`,
}));

/** A page of calls of every look, newest first. */
export function manyCalls(now = Date.now()): FakeCall[] {
  const looks = [
    { status: 'completed', talk_seconds: 247, to_number: '+12125550142' },
    { status: 'no_answer', talk_seconds: 0, answered_at: null, has_recording: false, to_number: '+13055550117', flow_type: 'direct' },
    { status: 'completed', talk_seconds: 1_329, direction: 'inbound', from_number: '+17135550164', to_number: '+13125550199', user_name: 'Ines Aguado' },
    { status: 'busy', talk_seconds: 0, answered_at: null, has_recording: false, to_number: '+16465550173', user_name: 'Tomas Ried' },
    { status: 'failed', talk_seconds: null, answered_at: null, has_recording: false, to_number: '+442079460123', flow_type: 'direct' },
    { status: 'completed', talk_seconds: 61, to_number: '+34915550142', user_name: 'Ines Aguado' },
    { status: 'canceled', talk_seconds: 0, answered_at: null, has_recording: false, to_number: '+15125550181' },
  ];
  return Array.from({ length: 24 }, (_, i) => {
    const at = new Date(now - (i * i * 11 + i * 17 + 4) * 60_000);
    return aCall({
      id: i === 0 ? kCallId : `0197a3c0-1111-7000-8000-0000000001${String(i).padStart(2, '0')}`,
      created_at: at.toISOString(),
      started_at: at.toISOString(),
      answered_at: at.toISOString(),
      ended_at: new Date(at.getTime() + 60_000).toISOString(),
      ...looks[i % looks.length],
    });
  });
}

/** An event nobody could apply, as the admin sees it. */
export const kFailure = {
  id: '5b1f0c1e-7a52-4b8e-9a6e-3f3c2f4f7a10',
  source: 'telnyx',
  endpoint: '/webhooks/telnyx',
  event_type: 'call.hangup',
  status: 'pending',
  error_message: 'the origin answered 503',
  http_status: 503,
  attempt_count: 31,
  received_at: '2026-11-20T08:45:09.120000Z',
  last_attempt_at: '2026-11-21T08:46:12.400000Z',
  resolved_at: null,
  resolution_notes: null,
  payload: { data: { event_type: 'call.hangup', payload: { from: '[masked]', to: '[masked]', hangup_cause: 'normal_clearing' } } },
};
// The people of the organisation, as its team page tells of them.
export const kOrganization = {
  id: kUser.organization_id,
  name: kUser.organization_name,
  plan: 'business',
  plan_status: 'active',
  timezone: 'America/New_York',
  calling_hours_start: '08:00',
  calling_hours_end: '21:00',
  onboarding_step: 8,
  trial_ends_at: null,
  address: '1 Quay Street, Boston',
  industry: 'Collections',
  member_count: 4,
  created_at: '2025-03-01T12:00:00.000Z',
};

/** The first steps of an organisation, long done. */
export const kOnboarding = {
  step: 8,
  last_step: 8,
  completed_at: '2025-03-01T12:30:00.000Z' as string | null,
  plan: 'business',
  plan_status: 'active',
  trial_ends_at: null as string | null,
  trial_available: false,
  provisioned_number: '+13125550199' as string | null,
  numbers: ['+13125550199'],
  compliance: {
    timezone: 'America/New_York',
    calling_hours_start: '08:00',
    calling_hours_end: '21:00',
    dnc_enabled: true,
    disclosure_enabled: true,
    confirmed_at: '2025-03-01T12:20:00.000Z' as string | null,
  },
};
/** … and of one that was founded a minute ago. */
export const kFounded = {
  ...kOnboarding,
  step: 0,
  completed_at: null,
  plan: 'free',
  trial_available: true,
  provisioned_number: null,
  numbers: [] as string[],
  compliance: { ...kOnboarding.compliance, confirmed_at: null },
};

const aMember = (id: number, name: string, role: string, seen: string | null) => ({
  user_id: `0197a3c0-0000-7000-8000-0000000000a${id}`,
  email: `${name.toLowerCase().normalize('NFD').replace(/[^a-z ]/g, '').replace(' ', '.')}@harborline.example`,
  name,
  role,
  joined_at: '2026-02-03T15:20:00.000Z',
  last_seen_at: seen,
});
export const kMembers = [
  aMember(1, kUser.name, 'admin', '2026-11-21T13:02:00.000Z'),
  aMember(2, 'Omar Haddad', 'owner', '2026-11-20T21:40:00.000Z'),
  aMember(3, 'Priya Nair', 'agent', '2026-11-21T12:55:00.000Z'),
  aMember(4, 'Wen Li', 'compliance', null),
];
const team = (id: number, name: string, parent: number | null, manager: number | null, members: number, description: string | null = null) => {
  const leads = manager === null ? null : kMembers[manager - 1]!;
  return {
    id: `0197a3c0-5555-7000-8000-00000000000${id}`,
    name,
    description,
    team_type: 'department',
    parent_team_id: parent === null ? null : `0197a3c0-5555-7000-8000-00000000000${parent}`,
    manager_user_id: leads?.user_id ?? null,
    manager: leads && { user_id: leads.user_id, email: leads.email, name: leads.name },
    member_count: members,
    is_active: true,
    created_by: kMembers[1]!.user_id,
    created_at: '2026-03-02T09:00:00.000Z',
    updated_at: '2026-11-02T09:00:00.000Z',
  };
};
/** As the list gives them: by name. */
export const kTeams = [
  team(1, 'Collections', null, 2, 2, 'Everything owed to the clients of the Boston office.'),
  team(2, 'Compliance', null, 4, 1),
  team(3, 'Early stage', 1, 1, 8, 'First thirty days after a missed payment'),
  team(4, 'Evening shift', 3, null, 3),
  team(5, 'Late stage', 1, 3, 12),
];
export const kTeamMembers = [
  { user_id: kMembers[1]!.user_id, email: kMembers[1]!.email, name: kMembers[1]!.name, role: 'owner', team_role: 'lead', joined_at: '2026-03-02T09:00:00.000Z' },
  { user_id: kMembers[2]!.user_id, email: kMembers[2]!.email, name: kMembers[2]!.name, role: 'agent', team_role: 'member', joined_at: '2026-05-11T09:00:00.000Z' },
];
export const kInvites = [
  {
    id: '0197a3c0-3333-7000-8000-000000000001',
    email: 'jonas.berg@harborline.example',
    role: 'agent',
    status: 'pending',
    invited_by: 'Omar Haddad',
    created_at: '2026-11-20T15:00:00.000Z',
    expires_at: '2026-11-27T15:00:00.000Z',
  },
];
export const kSessions = [
  {
    id: '0197a3c0-4444-7000-8000-000000000001',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    ip: '203.0.113.9',
    organization_name: kUser.organization_name,
    current: true,
    created_at: '2026-11-21T12:00:00.000Z',
    last_seen_at: '2026-11-21T13:02:00.000Z',
    expires_at: '2026-11-28T12:00:00.000Z',
  },
  {
    id: '0197a3c0-4444-7000-8000-000000000002',
    user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
    ip: '198.51.100.27',
    organization_name: kUser.organization_name,
    current: false,
    created_at: '2026-11-18T08:12:00.000Z',
    last_seen_at: null,
    expires_at: '2026-11-25T08:12:00.000Z',
  },
];
export const kLetterToken = 'GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM';
export const kApiKeys = [
  {
    id: '0197a3c0-5555-7000-8000-000000000001',
    name: 'Nightly export',
    key_prefix: 'wib_live_GcuU',
    permissions: ['calls:read', 'recordings:read'],
    created_by: 'Omar Haddad',
    created_at: '2026-10-01T09:00:00.000Z',
    expires_at: null,
    last_used_at: '2026-11-21T02:00:00.000Z',
  },
];

export interface AudioFile {
  id: string;
  file_key: string;
  original_name: string | null;
  content_type: string;
  size_bytes: number;
  media_hash: string;
  created_by: string | null;
  created_by_name: string | null;
  created_at: string;
  stream_path: string;
}

/** A voicemail that Grace brought along. */
export function anAudioFile(more: Partial<AudioFile> = {}): AudioFile {
  const id = more.id ?? '3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84';
  const file_key = `audio/${kOrganization.id}/${id}.mp3`;
  return {
    id,
    file_key,
    original_name: 'Voicemail of Mr Alvarez.mp3',
    content_type: 'audio/mpeg',
    size_bytes: 482_133,
    media_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    created_by: null,
    created_by_name: 'Grace Okafor',
    created_at: '2026-11-20T15:52:40.000Z',
    stream_path: `/api/audio/files/${file_key}`,
    ...more,
  };
}
