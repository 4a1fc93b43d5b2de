// The only place that talks HTTP. Everything above it sees typed answers or an ApiProblem.
import type {
  AuditList,
  Call,
  CallDetail,
  CallList,
  CallListQuery,
  ProblemBody,
  Segment,
  Session,
  SignedIn,
  StartCall,
  StartedCall,
  TimelineEvent,
  Transcript,
} from './types.ts';

/** A refusal or a failure, always with a code and an id somebody can be asked about. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly correlationId: string;
  readonly details: { path: string; message: string }[];
  readonly callId: string | null;

  constructor(status: number, body: Partial<ProblemBody>, correlationId: string) {
    super(body.error ?? '');
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? `HTTP_${status}`;
    this.correlationId = body.correlation_id ?? correlationId;
    this.details = body.details ?? [];
    this.callId = body.call_id ?? null;
  }

  /** The session is gone: expired, revoked, or never there. A wrong password is not that. */
  get signedOut(): boolean {
    return this.status === 401 && (this.code === 'AUTH_REQUIRED' || this.code === 'SESSION_REVOKED');
  }

  /** Asking the same again may succeed without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500 || this.code === 'IDEMPOTENCY_IN_PROGRESS';
  }
}

/** Codes of failures that never reached the server, in the server's style. */
export const kUnreachable = 'UNREACHABLE';
export const kTimeout = 'TIMEOUT';

const kPatienceMs = 15_000;

let csrfToken: string | null = null;

function newCorrelationId(): string {
  return `wb-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
}

interface Ask {
  method?: 'GET' | 'POST';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Null: wait for as long as the caller does (streams). */
  patienceMs?: number | null;
}

async function ask(path: string, { method = 'GET', body, headers, signal, patienceMs = kPatienceMs }: Ask): Promise<Response> {
  const correlationId = newCorrelationId();
  const patience = patienceMs === null ? null : AbortSignal.timeout(patienceMs);
  const signals = [signal, patience].filter((s): s is AbortSignal => !!s);
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      Accept: 'application/json',
      'X-Correlation-ID': correlationId,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signals.length ? { signal: AbortSignal.any(signals) } : {}),
  };
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, { code: patience?.aborted ? kTimeout : kUnreachable }, correlationId);
  }
  if (response.ok) return response;
  const echoed = response.headers.get('X-Correlation-ID') ?? correlationId;
  const problem = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  throw new ApiProblem(response.status, problem, echoed);
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, { signal })).json()) as T;
}

async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const send = () => ask(path, { method: 'POST', body, headers: { 'X-CSRF-Token': csrfToken ?? '', ...headers } });
  let response: Response;
  try {
    response = await send();
  } catch (error) {
    // A stale token is refused before anything is done, so one retry with a fresh one changes nothing twice.
    const stale = error instanceof ApiProblem && (error.code === 'CSRF_INVALID' || error.code === 'CSRF_REQUIRED');
    if (!stale || headers['X-CSRF-Token']) throw error;
    await fetchSession();
    response = await send();
  }
  return (await response.json()) as T;
}

function query(params: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '' && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

const id = encodeURIComponent;

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const session = await get<Session>('/api/auth/session', signal);
  if (session.csrf_token) csrfToken = session.csrf_token;
  return session;
}

export async function signIn(email: string, password: string): Promise<SignedIn> {
  const pre = await get<{ csrf_token: string }>('/api/auth/csrf');
  const answer = await post<SignedIn>(
    '/api/auth/callback/credentials',
    { email, password, csrf_token: pre.csrf_token },
    { 'X-CSRF-Token': pre.csrf_token },
  );
  csrfToken = answer.csrf_token;
  return answer;
}

export async function signOut(): Promise<void> {
  await post('/api/auth/signout', {});
  csrfToken = null;
}

export const fetchCalls = (filter: CallListQuery, signal?: AbortSignal) =>
  get<CallList>(`/api/calls${query(filter)}`, signal);

export const fetchCall = async (callId: string, signal?: AbortSignal) =>
  (await get<{ call: CallDetail }>(`/api/calls/${id(callId)}`, signal)).call;

export const fetchTimeline = async (callId: string, signal?: AbortSignal) =>
  (await get<{ events: TimelineEvent[] }>(`/api/calls/${id(callId)}/timeline`, signal)).events;

/** All segments after `after`, -1 for the whole call, however many answers the server needs to give them. */
export async function fetchTranscript(callId: string, after = -1, signal?: AbortSignal): Promise<Segment[]> {
  const all: Segment[] = [];
  for (let last = after; ; ) {
    const part = await get<Transcript>(`/api/calls/${id(callId)}/transcript${query({ after: last })}`, signal);
    all.push(...part.segments);
    if (part.segments.length < kSegmentsAtOnce) return all;
    last = part.last_index;
  }
}
/** An answer with fewer is the last one. */
const kSegmentsAtOnce = 500;

/** What was done to these things, newest first: a call's story is told by the call and by its recordings. */
export async function fetchAudit(resourceIds: string[], signal?: AbortSignal) {
  const lists = await Promise.all(
    resourceIds.map((resource_id) => get<AuditList>(`/api/audit-logs${query({ resource_id })}`, signal)),
  );
  return lists.flatMap((list) => list.audit_logs).sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** Where a recording plays from: same origin, with ranges. Every opening of it is an entry in the audit trail. */
export const recordingStreamPath = (recordingId: string): string => `/api/recordings/stream/${id(recordingId)}`;

/** The same intention sent twice under one key is one call: dialling is at most once. */
export const startCall = (command: StartCall, idempotencyKey: string) =>
  post<StartedCall>('/api/voice/call', command, { 'Idempotency-Key': idempotencyKey });

export const endCall = async (callId: string) =>
  (await post<{ call: Call }>(`/api/calls/${id(callId)}/end`, {})).call;

/** The bytes of a recording as they come, with how many there will be (0 when the server does not say). */
export async function openRecording(streamPath: string, signal: AbortSignal) {
  const response = await ask(streamPath, { headers: { Accept: 'audio/wav' }, signal, patienceMs: null });
  return { bytes: response.body!, total: Number(response.headers.get('Content-Length') ?? 0) };
}

/** A server-sent event stream, resumed after `lastEventId` when there is one. */
export async function openEvents(path: string, lastEventId: string | null, signal: AbortSignal) {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (lastEventId) headers['Last-Event-ID'] = lastEventId;
  return (await ask(path, { headers, signal, patienceMs: null })).body!;
}
