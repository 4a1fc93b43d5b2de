// A scripted stand-in for the edge: serves the built console under the policy it must live with, and an API that does what a test
// says. Same origin, real cookies, real CSRF, real event streams; only the answers are written down beforehand.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeSound } from './fake_sound.mts';
import { type AudioFile, type FakeCall, type FakeDetail, aCall, aDetail, anAudioFile, kAudit, kCallId, kFailure, kOnboarding, kPassword, kRecordingId, kSegments, kTimeline, kUser, kWav } from './story.mts';
import { type FakeFlag, contextOf, globalFlag, kCapabilities, kMetrics, kPlan, kRoles, orgFlag, someFlags } from './rights.mts';

const kDist = fileURLToPath(new URL('../../../edge/console/dist/', import.meta.url));
/** The document as it was when the console's types were written. */
const kDocument = fileURLToPath(new URL('../../../edge/console/openapi.json', import.meta.url));

/** No wider than the edge's (edge/core/answer.cpp), with one answer's nonce. */
const policyWith = (nonce: string) => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const kTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What a route does instead of answering: refuse with a code, never answer, or cut the line. */
export type Fault = { status: number; code: string; message?: string; details?: { path: string; message: string }[]; call_id?: string; current_plan?: string; required_plan?: string; metric?: string; used?: string; limit?: string } | 'hang' | 'cut';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown> | null;
}

interface Stream {
  path: string;
  response: ServerResponse;
}

/** The server's own sentences (shared/api/problem.cpp). */
const kSentences: Record<string, string> = {
  RATE_LIMIT: 'Too many requests, please wait',
  FORBIDDEN: 'Your role does not allow this',
  VENDOR_ERROR: 'A service we depend on refused',
  NOT_FOUND: 'Not found',
  DATABASE_UNAVAILABLE: 'The database is not available, please try again',
  ORIGIN_UNAVAILABLE: 'The service is not available, please try again',
  DEADLINE_EXCEEDED: 'It took too long, please try again',
};
const problem = (code: string, message = kSentences[code] ?? 'No.') => ({ error: message, code });

export class FakeServer {
  readonly asked: Asked[] = [];
  readonly faults = new Map<string, Fault>();
  /** What else is asked, by "METHOD /path": the answer, or what makes one. For everybody; the console asks in good faith. */
  readonly says = new Map<string, object | ((asked: Asked) => { status: number; body: object })>();
  user: typeof kUser = { ...kUser };
  calls: FakeCall[] = [];
  details = new Map<string, FakeDetail>();
  segments = new Map<string, unknown[]>();
  /** Canonical transcripts, as GET transcript-versions tells them; none is made of the others. */
  versions = new Map<string, { transcript_status: string; failure_reason: string | null; versions: unknown[] }>();
  timeline: unknown[] = kTimeline;
  audit: unknown[] = kAudit;
  failures: (typeof kFailure)[] = [];
  /** Sockets of pages that listen in, as they came. */
  readonly listeners: FakeSound[] = [];
  audioFiles: AudioFile[] = [];
  flags: FakeFlag[] = someFlags();
  /** How far the organisation has come with its first steps: all the way, unless a test says otherwise. */
  onboarding: typeof kOnboarding = structuredClone(kOnboarding);
  plan: object = kPlan;
  /** Where the widget's script is, when sign-up asks for a person. */
  widget: { siteKey: string; script: string } | null = null;
  pageSize = 50;
  total: number | null = null;
  /** What `POST /api/voice/call` makes; a test changes it to say how the call begins. */
  nextCall: FakeCall = aCall({ id: randomUUID() });
  readonly #sessions = new Map<string, string>();
  readonly #streams = new Set<Stream>();
  readonly #kept = new Map<string, { id: number; frame: string }[]>();
  readonly #sockets = new Set<Socket>();
  #seq = 1_000;
  #acceptsStreams = true;
  #server: Server | null = null;
  url = '';

  /** The call of story.mts, with everything that hangs on it. */
  withStory(): this {
    const call = aCall();
    this.calls = [call];
    this.details.set(kCallId, aDetail(call));
    this.segments.set(kCallId, kSegments);
    return this;
  }

  add(call: FakeCall, detail: Partial<FakeDetail> = {}): void {
    this.calls = [call, ...this.calls.filter((c) => c.id !== call.id)];
    this.details.set(call.id, { ...aDetail(call), ...call, ...detail });
  }

  async start(): Promise<this> {
    this.#server = createServer((request, response) => {
      void this.#serve(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    this.#server.on('upgrade', (request, socket) => void this.listeners.push(new FakeSound(request, socket as Socket)));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  revokeSessions(): void {
    this.#sessions.clear();
  }

  // ── streams ──

  /** An event that exists in the database: it has an id, and is replayed to whoever comes back. */
  publish(path: string, type: string, data: unknown): number {
    const id = ++this.#seq;
    const frame = `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    const kept = this.#kept.get(path) ?? [];
    kept.push({ id, frame });
    this.#kept.set(path, kept);
    this.#write(path, frame);
    return id;
  }

  /** An event of the moment: no id, never replayed. */
  flash(path: string, type: string, data: unknown): void {
    this.#write(path, `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(path: string, frame: string): void {
    for (const stream of this.#streams) if (stream.path === path) stream.response.write(frame);
  }

  /** Ends every stream at once, as a restarting origin does; with `stayDown`, new ones are refused until `streamsBack`. */
  cutStreams({ stayDown }: { stayDown: boolean }): void {
    this.#acceptsStreams = !stayDown;
    for (const { response } of this.#streams) response.destroy();
    this.#streams.clear();
  }

  streamsBack(): void {
    this.#acceptsStreams = true;
  }

  watchers(path: string): number {
    return [...this.#streams].filter((stream) => stream.path === path).length;
  }

  lastAsked(method: string, path: string): Asked | undefined {
    return this.asked.findLast((a) => a.method === method && a.path === path);
  }

  // ── requests ──

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/api/')) return this.#file(url.pathname, response);

    const method = request.method ?? 'GET';
    const text = await new Promise<string>((resolve) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts).toString()));
    });
    // A form with a file is left as it is.
    const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true;
    const body = isForm ? { form: text } : text ? (JSON.parse(text) as Record<string, unknown>) : null;
    this.asked.push({ method, path: url.pathname, query: url.searchParams, headers: request.headers, body });

    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Correlation-ID', String(request.headers['x-correlation-id'] ?? 'none'));
    const fault = this.faults.get(`${method} ${url.pathname}`);
    if (fault === 'hang') return;
    if (fault === 'cut') return void response.destroy();
    if (fault) {
      const { status, code, message, ...more } = fault;
      return this.#json(response, status, { ...problem(code, message), ...more }, request);
    }

    const token = /__Host-wib=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const csrf = this.#sessions.get(token);
    const answer = (status: number, value: object) => this.#json(response, status, value, request);

    if (method === 'GET' && url.pathname === '/api/auth/csrf') {
      response.setHeader('Set-Cookie', '__Host-wib-pre=pre; Path=/; Secure; HttpOnly; SameSite=Lax');
      return answer(200, { csrf_token: 'pre-token' });
    }
    if (method === 'POST' && url.pathname === '/api/auth/callback/credentials') {
      if (request.headers['x-csrf-token'] !== 'pre-token') return answer(403, problem('CSRF_INVALID'));
      if (body?.['email'] !== this.user.email || body?.['password'] !== kPassword) return answer(401, problem('INVALID_CREDENTIALS'));
      const fresh = randomUUID();
      this.#sessions.set(fresh, randomUUID());
      response.setHeader('Set-Cookie', `__Host-wib=${fresh}; Path=/; Secure; HttpOnly; SameSite=Lax`);
      return answer(200, { ok: true, url: '/calls', expires: this.#expires(), user: this.user, csrf_token: this.#sessions.get(fresh) });
    }
    if (method === 'GET' && url.pathname === '/api/auth/session') {
      return answer(200, csrf ? { user: this.user, expires: this.#expires(), csrf_token: csrf } : { user: null, expires: null });
    }
    if (method === 'GET' && url.pathname === '/api/openapi.json') return answer(200, JSON.parse(await readFile(kDocument, 'utf8')) as object);
    const said = this.says.get(`${method} ${url.pathname}`);
    if (typeof said === 'function') {
      const { status, body: told } = said(this.asked.at(-1)!) as { status: number; body: object };
      return answer(status, told);
    }
    if (said) return answer(200, said);
    if (!csrf) return answer(401, problem('AUTH_REQUIRED'));
    if (method === 'POST' && request.headers['x-csrf-token'] !== csrf) return answer(403, problem('CSRF_INVALID'));
    return this.#signedIn(method, url, body, token, request, response, answer);
  }

  #expires = () => '2026-11-28T16:00:00.000Z';

  #signedIn(
    method: string,
    url: URL,
    body: Record<string, unknown> | null,
    token: string,
    request: IncomingMessage,
    response: ServerResponse,
    answer: (status: number, value: object) => void,
  ): void {
    const path = url.pathname;
    if (method === 'POST' && path === '/api/auth/signout') {
      this.#sessions.delete(token);
      response.setHeader('Set-Cookie', '__Host-wib=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0');
      return answer(200, { ok: true });
    }
    if (path === '/api/live') return this.#stream('/api/live', request, response);
    if (method === 'GET' && path === '/api/rbac/context') return answer(200, contextOf(this.user.role, this.user.plan));
    if (method === 'GET' && path === '/api/rbac/roles') return answer(200, kRoles);
    if (method === 'GET' && path === '/api/capabilities') return answer(200, kCapabilities);
    if (method === 'GET' && path === '/api/capabilities/plan') return answer(200, this.plan);
    if (method === 'GET' && path === '/api/admin/metrics') return answer(200, kMetrics);
    if (path.startsWith('/api/feature-flags/')) return this.#flags(method, path, body, answer);
    if (method === 'GET' && path === '/api/calls') return this.#list(url.searchParams, answer);
    if (method === 'POST' && path === '/api/voice/call') {
      const call: FakeCall = { ...this.nextCall, to_number: String(body?.['to_number']), flow_type: String(body?.['flow_type']) };
      const before = this.details.get(call.id);
      if (!before) this.add(call, { recordings: [], ...(this.details.get('next') ?? {}) });
      return answer(201, { success: true, call_id: call.id, telnyx_call_id: 'v3:x', to: call.to_number, from: '+13125550199', flow_type: call.flow_type, status: 'initiated' });
    }
    if (path.startsWith('/api/onboarding')) return this.#onboarding(method, path, body, answer);
    if (method === 'GET' && path === '/api/reliability/webhooks') {
      const wanted = url.searchParams.get('status');
      const rows = this.failures.filter((one) => !wanted || wanted === 'all' || one.status === wanted);
      const count = (...of: string[]) => this.failures.filter((one) => of.includes(one.status)).length;
      const metrics = { active_failures: count('pending', 'failed', 'manual_review'), resolved: count('resolved'), discarded: count('discarded'), total: this.failures.length };
      return answer(200, { success: true, failures: rows, metrics, pagination: { page: 1, limit: 50, total: rows.length, total_pages: 1 } });
    }
    if (method === 'PUT' && path === '/api/reliability/webhooks') {
      const failure = this.failures.find((one) => one.id === body?.['failure_id']);
      if (!failure) return answer(404, problem('NOT_FOUND'));
      const becomes = { retry: 'resolved', discard: 'discarded', manual_review: 'manual_review' }[String(body?.['action'])]!;
      Object.assign(failure, { status: becomes, attempt_count: failure.attempt_count + (becomes === 'resolved' ? 1 : 0) });
      return answer(200, { success: true, failure });
    }
    if (method === 'GET' && path === '/api/audit-logs') {
      const [id, type] = [url.searchParams.get('resource_id'), url.searchParams.get('resource_type')];
      const rows = (this.audit as { resource_id: string; resource_type: string }[]).filter(
        (row) => (!id || row.resource_id === id) && (!type || row.resource_type === type),
      );
      return answer(200, { success: true, audit_logs: rows, pagination: { page: 1, limit: 50, total: rows.length, total_pages: 1 } });
    }
    if (method === 'GET' && path === '/api/audio/files') {
      return answer(200, { success: true, audio_files: this.audioFiles, pagination: { page: 1, limit: 50, total: this.audioFiles.length, total_pages: 1 } });
    }
    if (method === 'POST' && path === '/api/audio/upload') {
      const [, name, type] = /name="file"; filename="([^"]*)"\r\nContent-Type: (\S+)/.exec(String(body?.['form'])) ?? [];
      if (!name || !type) return answer(400, problem('VALIDATION_ERROR', 'file is required'));
      const file = anAudioFile({ id: randomUUID(), original_name: name, content_type: type, created_at: new Date().toISOString() });
      this.audioFiles = [file, ...this.audioFiles];
      return answer(201, { success: true, audio_file: file });
    }
    if (this.audioFiles.some((file) => file.stream_path === path)) return this.#recording(request, response);
    if (path === `/api/recordings/stream/${kRecordingId}`) return this.#recording(request, response);
    const [, callId, what] = /^\/api\/calls\/([^/]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    const detail = callId ? this.details.get(callId) : undefined;
    if (!detail || !callId) return answer(404, problem('NOT_FOUND'));
    if (method === 'GET' && !what) return answer(200, { success: true, call: detail });
    if (method === 'GET' && what === 'timeline') return answer(200, { success: true, events: this.timeline });
    if (method === 'GET' && what === 'events') return this.#stream(path, request, response);
    if (method === 'GET' && what === 'transcript') {
      const after = Number(url.searchParams.get('after') ?? -1);
      const all = (this.segments.get(callId) ?? []) as { segment_index: number }[];
      return answer(200, { success: true, segments: all.filter((s) => s.segment_index > after), last_index: all.at(-1)?.segment_index ?? -1 });
    }
    if (method === 'GET' && what === 'transcript-versions')
      return answer(200, { success: true, ...(this.versions.get(callId) ?? { transcript_status: 'none', failure_reason: null, versions: [] }) });
    if (method === 'POST' && what === 'transcription') {
      this.versions.set(callId, { transcript_status: 'queued', failure_reason: null, versions: [] });
      return answer(202, { success: true, transcript_status: 'queued' });
    }
    if (method === 'POST' && what === 'monitor') {
      const monitor = { id: '0197a3c0-6666-4000-8000-000000000001', call_id: callId, mode: 'listen', started_at: new Date().toISOString() };
      return answer(201, { success: true, monitor, path: `/api/calls/${callId}/listen?monitor=${monitor.id}`, formats: ['opus', 'g711'], sample_rate: 8000, packet_ms: 20 });
    }
    if (method === 'POST' && what === 'end') {
      const ended = { status: 'completed', ended_at: new Date().toISOString(), talk_seconds: 12 };
      detail.legs = detail.legs.map((leg) => ({ ...leg, status: 'completed', ended_at: ended.ended_at }));
      this.change(callId, ended);
      return answer(200, { success: true, call: this.calls.find((c) => c.id === callId)! });
    }
    return answer(404, problem('NOT_FOUND'));
  }

  #onboarding(method: string, path: string, body: Record<string, unknown> | null, answer: (status: number, value: object) => void): void {
    const now = this.onboarding;
    const reach = (step: number) => void (now.step = Math.max(now.step, step));
    const noted = () => answer(200, { success: true, onboarding: now });
    if (method === 'GET') return noted();
    if (path.endsWith('/setup')) {
      reach(2);
      if (body?.['plan'] !== 'free' && now.trial_available)
        Object.assign(now, { plan: 'business', plan_status: 'trialing', trial_ends_at: '2026-12-05T15:00:00.000Z', trial_available: false });
      now.provisioned_number ??= now.numbers[0] ?? null;
      return answer(200, { success: true, provisioned_number: now.provisioned_number, provisioned_numbers: now.numbers, cnam_listing_id: null, trial_ends_at: now.trial_ends_at, onboarding: now });
    }
    if (path.endsWith('/compliance')) {
      const details = String(body?.['calling_hours_end']) > '21:00' ? [{ path: 'calling_hours_end', message: 'must be HH:MM, 21:00 or earlier' }] : [];
      if (details.length) return answer(400, { ...problem('VALIDATION_ERROR', 'calling_hours_end must be HH:MM, 21:00 or earlier'), details });
      reach(3);
      now.compliance = { ...now.compliance, ...body, confirmed_at: '2026-11-21T15:00:00.000Z' };
      return noted();
    }
    reach(Number(body?.['step']));
    if (now.step === 8) now.completed_at ??= '2026-11-21T15:00:00.000Z';
    return noted();
  }

  #flags(method: string, path: string, body: Record<string, unknown> | null, answer: (status: number, value: object) => void): void {
    const [, who, named] = /^\/api\/feature-flags\/(org|global)(?:\/(.+))?$/.exec(path) ?? [];
    const shown = who === 'org' ? orgFlag : globalFlag;
    if (method === 'GET') return answer(200, { success: true, flags: this.flags.map(shown), data: this.flags.map(shown) });
    const feature = named ? decodeURIComponent(named) : String(body?.['feature']);
    let flag = this.flags.find((each) => each.feature === feature);
    if (!flag) {
      flag = { feature, enabled: null, global_enabled: null, disabled_reason: null, daily_limit: null, monthly_limit: null };
      this.flags.push(flag);
    }
    const enabled = method === 'DELETE' ? null : Boolean(body?.['enabled']);
    if (who === 'org') Object.assign(flag, { enabled, daily_limit: body?.['daily_limit'] ?? null, monthly_limit: body?.['monthly_limit'] ?? null });
    else flag.global_enabled = enabled;
    return answer(method === 'POST' ? 201 : 200, method === 'DELETE' ? { success: true } : { success: true, flag: shown(flag), data: shown(flag) });
  }

  /** The row changes, and everybody who watches is told. */
  change(callId: string, changes: Record<string, unknown>): void {
    this.calls = this.calls.map((call) => (call.id === callId ? { ...call, ...changes } : call));
    const detail = { ...this.details.get(callId)!, ...changes };
    this.details.set(callId, detail);
    const { id, status, direction, to_number, from_number, started_at, answered_at, ended_at, hangup_cause } = detail;
    const event = { call_id: id, status, direction, to_number, from_number, started_at, answered_at, ended_at, hangup_cause };
    this.publish('/api/live', 'call', event);
    this.publish(`/api/calls/${callId}/events`, 'call', event);
  }

  #list(query: URLSearchParams, answer: (status: number, value: object) => void): void {
    const wanted = query.get('status');
    const search = query.get('search') ?? '';
    const rows = this.calls.filter(
      (call) =>
        (!wanted || (wanted === 'active' ? call.ended_at === null : call.status === wanted)) &&
        (!query.get('direction') || call.direction === query.get('direction')) &&
        (!search || call.to_number.includes(search) || call.from_number.includes(search)),
    );
    const page = Number(query.get('page') ?? 1);
    const limit = Math.min(Number(query.get('limit') ?? 50), this.pageSize);
    const total = this.total ?? rows.length;
    answer(200, {
      success: true,
      calls: rows.slice((page - 1) * limit, page * limit),
      pagination: { page, limit, total, total_pages: Math.ceil(total / limit) },
    });
  }

  #stream(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (!this.#acceptsStreams) {
      return this.#json(response, 503, problem('ORIGIN_UNAVAILABLE'), request);
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`event: hello\ndata: ${JSON.stringify({ now: new Date().toISOString() })}\n\n`);
    // As the origin does: a call's stream begins with all that was kept of it, the organisation's with what comes next.
    const after = Number(request.headers['last-event-id'] ?? (path === '/api/live' ? NaN : 0));
    for (const { id, frame } of this.#kept.get(path) ?? []) if (id > after) response.write(frame);
    const stream = { path, response };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
  }

  #recording(request: IncomingMessage, response: ServerResponse): void {
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    response.setHeader('Content-Type', 'audio/wav');
    response.setHeader('Accept-Ranges', 'bytes');
    if (!range) {
      response.setHeader('Content-Length', kWav.length);
      return void response.end(kWav);
    }
    const from = Number(range[1]);
    const to = Math.min(range[2] ? Number(range[2]) : kWav.length - 1, kWav.length - 1);
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${kWav.length}`, 'Content-Length': to - from + 1 });
    response.end(kWav.subarray(from, to + 1));
  }

  #json(response: ServerResponse, status: number, value: object, request: IncomingMessage): void {
    const correlation_id = String(request.headers['x-correlation-id'] ?? 'none');
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(status >= 400 ? { success: false, correlation_id, ...value } : value));
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    // What edge/core/page.cpp does: the page that asks for a person is told where the widget is, and may load it; the one that verifies
    // evidence may run Wasm.
    const asks = this.widget && ['/signup', '/forgot-password', '/accept-invite'].includes(path) ? this.widget : null;
    const origin = asks && new URL(asks.script).origin;
    const nonce = randomBytes(16).toString('base64');
    const policy = policyWith(nonce).replace("script-src 'self'", path === '/verify' ? "script-src 'self' 'wasm-unsafe-eval'" : "script-src 'self'");
    response.setHeader('Content-Security-Policy', origin ? policy.replace("script-src 'self'", `script-src 'self' ${origin}; frame-src ${origin}`) : policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const wanted = normalize(join(kDist, path));
    const isFile = wanted.startsWith(kDist) && extname(wanted) !== '';
    const file = isFile ? wanted : join(kDist, 'index.html');
    try {
      const bytes = await readFile(file);
      response.setHeader('Content-Type', kTypes[extname(file)] ?? 'application/octet-stream');
      if (isFile) return void response.end(bytes);
      const told = ` nonce="${nonce}"${this.widget ? ` data-site-key="${this.widget.siteKey}"` : ''}${asks ? ` data-widget="${asks.script}"` : ''}`;
      response.end(bytes.toString().replace('<div id="root"', `<div id="root"${told}`));
    } catch {
      response.statusCode = 404;
      response.end('not found');
    }
  }
}
