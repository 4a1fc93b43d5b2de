// What the server says, as the wire says it (snake_case). This one file mirrors the HTTP contract by hand until the
// types are generated from the OpenAPI document; nothing else in the console declares a wire shape.

export type CallStatus =
  | 'pending'
  | 'initiated'
  | 'ringing'
  | 'in_progress'
  | 'on_hold'
  | 'bridged'
  | 'transferring'
  | 'transferred'
  | 'completed'
  | 'failed'
  | 'busy'
  | 'no_answer'
  | 'canceled';

export type Direction = 'outbound' | 'inbound';
export type FlowType = 'direct' | 'bridge';
export type Speaker = 'agent' | 'consumer';

export interface User {
  id: string;
  email: string;
  name: string;
  organization_id: string | null;
  organization_name: string | null;
  role: string;
  plan: string | null;
  platform_role: string | null;
}

export interface Session {
  user: User | null;
  expires: string | null;
  csrf_token: string | null;
}

export interface SignedIn {
  ok: true;
  url: string;
  expires: string;
  user: User;
  csrf_token: string;
}

export interface Call {
  id: string;
  status: CallStatus;
  direction: Direction;
  flow_type: FlowType;
  from_number: string | null;
  to_number: string | null;
  user_id: string | null;
  user_name: string | null;
  started_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  duration_seconds: number | null;
  talk_seconds: number | null;
  hangup_cause: string | null;
  failure_reason: string | null;
  has_recording: boolean;
  created_at: string;
}

export interface Leg {
  id: string;
  role: 'agent' | 'consumer';
  status: string;
  to_number: string | null;
  from_number: string | null;
  dialed_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  hangup_cause: string | null;
}

export interface Derivative {
  kind: string;
  content_type: string;
  size_bytes: number | null;
  media_hash: string | null;
}

export type RecordingStatus = 'recording' | 'uploading' | 'stored' | 'failed';

export interface Recording {
  id: string;
  status: RecordingStatus;
  duration_ms: number | null;
  size_bytes: number | null;
  media_hash: string | null;
  source: string;
  is_authoritative: boolean;
  started_at: string | null;
  derivatives: Derivative[];
}

export interface GateCheck {
  name: string;
  outcome: 'passed' | 'blocked' | 'not_checked';
  reason: string | null;
}

export interface CallDetail extends Call {
  legs: Leg[];
  recordings: Recording[];
  gate: { checks: GateCheck[] };
}

export interface Pagination {
  page: number;
  limit: number;
  total: number;
  total_pages: number;
}

export interface CallList {
  success: true;
  calls: Call[];
  pagination: Pagination;
}

export interface CallListQuery {
  status?: string;
  direction?: string;
  search?: string;
  page?: number;
  limit?: number;
}

export interface StartCall {
  to_number: string;
  from_number?: string;
  flow_type: FlowType;
}

export interface StartedCall {
  success: true;
  call_id: string;
  telnyx_call_id: string | null;
  to: string;
  from: string;
  flow_type: FlowType;
  status: 'initiated' | 'pending';
}

export interface TimelineEvent {
  seq: number;
  event_type: string;
  event_data: Record<string, unknown>;
  created_at: string;
}

export interface Word {
  text: string;
  start_ms: number;
  end_ms: number;
  confidence: number | null;
}

export interface Segment {
  segment_index: number;
  speaker: Speaker;
  content: string;
  words: Word[];
  start_ms: number;
  end_ms: number;
  confidence: number | null;
  created_at?: string;
}

export interface Transcript {
  success: true;
  segments: Segment[];
  last_index: number;
}

export interface AuditLog {
  id: string;
  action: string;
  actor_type: string;
  actor_label: string | null;
  user_name: string | null;
  resource_type: string;
  resource_id: string | null;
  old_value: unknown;
  new_value: unknown;
  created_at: string;
  correlation_id: string | null;
}

export interface AuditList {
  success: true;
  audit_logs: AuditLog[];
  pagination: Pagination;
}

export interface ProblemBody {
  success: false;
  error: string;
  code: string;
  correlation_id?: string;
  details?: { path: string; message: string }[];
  call_id?: string;
}

// Server-sent events. Those that exist in the database carry an id; words under way and levels carry none.

export interface CallEvent {
  call_id: string;
  status: CallStatus;
  direction: Direction;
  to_number: string | null;
  from_number: string | null;
  started_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  hangup_cause: string | null;
}

export interface TurnEvent extends Segment {
  call_id: string;
}

export interface PartialEvent {
  call_id: string;
  speaker: Speaker;
  text: string;
  start_ms: number;
  /** Origin wall clock, microseconds: when the last audio frame behind the last word was received. */
  sent_at_us: number;
}

export interface RecordingEvent {
  call_id: string;
  recording_id: string;
  status: RecordingStatus;
  duration_ms: number | null;
}

export type Hearing = 'listening' | 'lost' | 'back' | 'not_configured';

/** Whether one side is heard. */
export interface RecogniserEvent {
  call_id: string;
  state: Hearing;
  speaker: Speaker;
}

export interface LevelEvent {
  call_id: string;
  agent: number;
  consumer: number;
}

export interface HelloEvent {
  /** The server's wall clock: an ISO time, or microseconds since the epoch. */
  now: string | number;
}
