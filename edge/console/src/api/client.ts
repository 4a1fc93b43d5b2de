// The only place that talks HTTP. What is asked and answered is typed by the operation; everything above sees typed answers or an
// ApiProblem.
import type { AnswerOf, Asking, Operation, OperationId } from './operation.ts';
import * as operations from './operations.ts';
import type { Problem, ProblemCode, Segment, Session, SignedIn } from './types.ts';

/** Codes of failures the server never heard of, in the server's style; HTTP_… for an answer that was none of its own. */
type OwnCode = 'UNREACHABLE' | 'TIMEOUT' | 'PERSON_WANTED' | 'MEDIA_ERROR' | 'CONSOLE_ERROR' | `HTTP_${number}`;

type Told = Partial<Omit<Problem, 'code'>> & { code?: ProblemCode | OwnCode };

/** A refusal or a failure, always with a code and an id somebody can be asked about. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: ProblemCode | OwnCode;
  readonly correlationId: string;
  readonly details: { path: string; message: string }[];
  readonly callId: string | null;
  /** What a plan lacks: which one there is, which one it takes, or which of its limits is reached. */
  readonly plan: { current: string; required: string | null; metric: string | null; limit: string | null } | null;

  constructor(status: number, body: Told, correlationId: string) {
    super(body.error ?? '');
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? `HTTP_${status}`;
    this.correlationId = body.correlation_id ?? correlationId;
    this.details = body.details ?? [];
    this.callId = body.call_id ?? null;
    this.plan = body.current_plan
      ? { current: body.current_plan, required: body.required_plan ?? null, metric: body.metric ?? null, limit: body.limit ?? null }
      : null;
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


const kPatienceMs = 15_000;
const kRenewWithinMs = 24 * 3_600_000;

let csrfToken: string | null = null;

function newCorrelationId(): string {
  return `wb-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
}

interface Ask {
  method?: string;
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
    throw new ApiProblem(0, { code: patience?.aborted ? 'TIMEOUT' : 'UNREACHABLE' }, correlationId);
  }
  if (response.ok) return response;
  const echoed = response.headers.get('X-Correlation-ID') ?? correlationId;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  throw new ApiProblem(response.status, problem, echoed);
}

/** "/api/calls/{id}" with its parameters and its question; nothing is asked that is not there. */
export function addressOf<Id extends OperationId>(operation: Operation<Id>, asking: { path?: unknown; query?: unknown } = {}): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((asking.path as Record<string, unknown>)[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(asking.query ?? {})) {
    if (value !== undefined && value !== '' && value !== null) search.set(name, String(value));
  }
  const question = search.toString();
  return question ? `${path}?${question}` : path;
}

const isStale = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'CSRF_INVALID' || error.code === 'CSRF_REQUIRED');

/** Asks one operation. */
export async function call<Id extends OperationId>(operation: Operation<Id>, asking: Asking<Id>): Promise<AnswerOf<Id>> {
  return send(operation, asking);
}

interface FormProof {
  csrf: string;
  more: Record<string, string>;
}

async function send<Id extends OperationId>(operation: Operation<Id>, asking: Asking<Id>, proof?: FormProof): Promise<AnswerOf<Id>> {
  const { body, key, signal } = asking as { body?: unknown; key?: string; signal?: AbortSignal };
  const once = () =>
    ask(addressOf(operation, asking), {
      method: operation.method.toUpperCase(),
      body,
      signal,
      headers: {
        ...(operation.method === 'get' ? {} : { 'X-CSRF-Token': proof?.csrf ?? csrfToken ?? '' }),
        ...proof?.more,
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      },
    });
  let response: Response;
  try {
    response = await once();
  } catch (error) {
    // A stale token is refused before anything is done, so one retry with a fresh one changes nothing twice.
    if (!isStale(error) || proof !== undefined) throw error;
    await fetchSession();
    response = await once();
  }
  return (await response.json()) as AnswerOf<Id>;
}

/**
 * Sends one file in a form, as its part `file`, and tells how far it has come, which fetch cannot. A token that is stale would be told when
 * the whole file has been sent: it is made sure of before.
 */
export async function uploadFile<Id extends OperationId>(
  operation: Operation<Id>,
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<AnswerOf<Id>> {
  await fetchSession(signal);
  const correlationId = newCorrelationId();
  const form = new FormData();
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(operation.method.toUpperCase(), operation.path);
    request.responseType = 'json';
    for (const [name, value] of Object.entries({ Accept: 'application/json', 'X-Correlation-ID': correlationId, 'X-CSRF-Token': csrfToken ?? '' }))
      request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as AnswerOf<Id>);
      const echoed = request.getResponseHeader('X-Correlation-ID') ?? correlationId;
      reject(new ApiProblem(request.status, (request.response ?? {}) as Told, echoed));
    });
    request.addEventListener('error', () => reject(new ApiProblem(0, { code: 'UNREACHABLE' }, correlationId)));
    request.addEventListener('abort', () => reject(signal.reason as Error));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) return reject(signal.reason as Error);
    request.send(form);
  });
}

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const session = await call(operations.session, { signal });
  if (session.csrf_token) csrfToken = session.csrf_token;
  if (!session.expires || Date.parse(session.expires) - Date.now() > kRenewWithinMs) return session;
  // In its last day a session is renewed; should that fail, the old one lives on and the next minute tries again.
  const renewed = await call(operations.refresh_session, { signal }).catch(() => null);
  if (!renewed?.csrf_token) return session;
  csrfToken = renewed.csrf_token;
  return { ...session, expires: renewed.expires, csrf_token: renewed.csrf_token };
}

/** For what is asked before anybody has signed in: with a token of this browser's own, and what else proves who asks. */
export const withFormToken =
  <Id extends OperationId>(operation: Operation<Id>, more: Record<string, string> = {}) =>
  async (asking: Asking<Id>): Promise<AnswerOf<Id>> => {
    const { csrf_token } = await call(operations.csrf, {});
    return send(operation, asking, { csrf: csrf_token, more });
  };

export async function signIn(asking: Asking<'sign_in'>): Promise<SignedIn> {
  const answer = await withFormToken(operations.sign_in)(asking);
  csrfToken = answer.csrf_token;
  return answer;
}

export async function signOut(): Promise<void> {
  await call(operations.sign_out, {});
  csrfToken = null;
}

export const fetchCall = async (id: string, signal?: AbortSignal) =>
  (await call(operations.get_call, { path: { id }, signal })).call;

export const fetchTimeline = async (id: string, signal?: AbortSignal) =>
  (await call(operations.call_timeline, { path: { id }, signal })).events;

/** All segments after `after`, -1 for the whole call, however many answers the server needs to give them. */
export async function fetchTranscript(id: string, after = -1, signal?: AbortSignal): Promise<Segment[]> {
  const all: Segment[] = [];
  for (let last = after; ; ) {
    const part = await call(operations.call_transcript, { path: { id }, query: { after: last }, signal });
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
    resourceIds.map((resource_id) => call(operations.list_audit, { query: { resource_id }, signal })),
  );
  return lists.flatMap((list) => list.audit_logs).sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** Where a recording plays from: same origin, with ranges. Every opening of it is an entry in the audit trail. */
export const recordingStreamPath = (id: string): string => addressOf(operations.stream_recording, { path: { id } });

/** Where the events of one call, or of the organisation, come from. */
export const callEventsPath = (id: string): string => addressOf(operations.call_events, { path: { id } });
export const livePath = (): string => addressOf(operations.live);

export const endCall = async (id: string) => (await call(operations.end_call, { path: { id } })).call;

/** The document this console's types were written from, as the server has it now. */
export const fetchDocument = (signal?: AbortSignal) => call(operations.openapi, { signal });
export const documentPath = (): string => addressOf(operations.openapi);

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
