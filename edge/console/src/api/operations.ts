// Written by edge/console/codegen/generate.mts from openapi.json. Change the structs and the route table, not this.
import type { Operation } from './operation.ts';

/** Whether a request could be served from edge to database */
export const health = {
  id: 'health',
  method: 'get',
  path: '/api/health',
} as const satisfies Operation<'health'>;

/** This document */
export const openapi = {
  id: 'openapi',
  method: 'get',
  path: '/api/openapi.json',
} as const satisfies Operation<'openapi'>;

/** A token for signing in, good for ten minutes */
export const csrf = {
  id: 'csrf',
  method: 'get',
  path: '/api/auth/csrf',
} as const satisfies Operation<'csrf'>;

/** Who is signed in; nulls when nobody is */
export const session = {
  id: 'session',
  method: 'get',
  path: '/api/auth/session',
} as const satisfies Operation<'session'>;

/** Begins a session */
export const sign_in = {
  id: 'sign_in',
  method: 'post',
  path: '/api/auth/callback/credentials',
  body: {
    email: { type: 'string', minLength: 1, maxLength: 254 },
    username: { type: 'string', minLength: 1, maxLength: 254 },
    password: { type: 'string', required: true, format: 'password', minLength: 1, maxLength: 128 },
    csrf_token: { type: 'string' },
  },
} as const satisfies Operation<'sign_in'>;

/** Ends the session, if there is one */
export const sign_out = {
  id: 'sign_out',
  method: 'post',
  path: '/api/auth/signout',
} as const satisfies Operation<'sign_out'>;

/** The person behind this session */
export const me = {
  id: 'me',
  method: 'get',
  path: '/api/users/me',
  role: 'viewer',
} as const satisfies Operation<'me'>;

/** What the person of this session may do here */
export const rbac_context = {
  id: 'rbac_context',
  method: 'get',
  path: '/api/rbac/context',
  role: 'viewer',
} as const satisfies Operation<'rbac_context'>;

/** Whether the person of this session has one permission */
export const rbac_check = {
  id: 'rbac_check',
  method: 'get',
  path: '/api/rbac/check',
  role: 'viewer',
  query: {
    resource: { type: 'string', required: true, minLength: 1, maxLength: 60 },
    action: { type: 'string', required: true, minLength: 1, maxLength: 20 },
  },
} as const satisfies Operation<'rbac_check'>;

/** Every role, what it inherits and what it may do */
export const rbac_roles = {
  id: 'rbac_roles',
  method: 'get',
  path: '/api/rbac/roles',
  role: 'admin',
} as const satisfies Operation<'rbac_roles'>;

/** Calls somebody */
export const start_call = {
  id: 'start_call',
  method: 'post',
  path: '/api/voice/call',
  role: 'agent',
  once: true,
  body: {
    to_number: { type: 'string', required: true, pattern: '^\\+[1-9][0-9]{6,14}$' },
    from_number: { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$' },
    flow_type: { type: 'string', enum: ['direct', 'bridge'] },
    is_test: { type: 'boolean' },
  },
} as const satisfies Operation<'start_call'>;

/** The organisation's calls, newest first */
export const list_calls = {
  id: 'list_calls',
  method: 'get',
  path: '/api/calls',
  role: 'viewer',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
    status: { type: 'string', enum: ['active', 'pending', 'initiated', 'ringing', 'in_progress', 'bridged', 'completed', 'failed', 'busy', 'no_answer', 'canceled'] },
    direction: { type: 'string', enum: ['inbound', 'outbound'] },
    search: { type: 'string' },
  },
} as const satisfies Operation<'list_calls'>;

/** One call with its legs, recordings and what the gate said */
export const get_call = {
  id: 'get_call',
  method: 'get',
  path: '/api/calls/{id}',
  role: 'viewer',
} as const satisfies Operation<'get_call'>;

/** Hangs up */
export const end_call = {
  id: 'end_call',
  method: 'post',
  path: '/api/calls/{id}/end',
  role: 'agent',
  once: true,
} as const satisfies Operation<'end_call'>;

/** Everything that happened on a call, in order */
export const call_timeline = {
  id: 'call_timeline',
  method: 'get',
  path: '/api/calls/{id}/timeline',
  role: 'viewer',
} as const satisfies Operation<'call_timeline'>;

/** What was said, at most 500 segments at once */
export const call_transcript = {
  id: 'call_transcript',
  method: 'get',
  path: '/api/calls/{id}/transcript',
  role: 'viewer',
  query: {
    after: { type: 'integer', format: 'int32', minimum: -1, maximum: 2147483647, default: -1 },
  },
} as const satisfies Operation<'call_transcript'>;

/** One call from its beginning, then live */
export const call_events = {
  id: 'call_events',
  method: 'get',
  path: '/api/calls/{id}/events',
  role: 'viewer',
} as const satisfies Operation<'call_events'>;

/** Every call of the organisation from now on */
export const live = {
  id: 'live',
  method: 'get',
  path: '/api/live',
  role: 'viewer',
} as const satisfies Operation<'live'>;

/** Who did what, newest first */
export const list_audit = {
  id: 'list_audit',
  method: 'get',
  path: '/api/audit-logs',
  role: 'compliance',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
    resource_type: { type: 'string' },
    resource_id: { type: 'string', format: 'uuid' },
  },
} as const satisfies Operation<'list_audit'>;

/** What a recording is and where it plays; audited */
export const get_recording = {
  id: 'get_recording',
  method: 'get',
  path: '/api/recordings/{id}',
  role: 'viewer',
} as const satisfies Operation<'get_recording'>;

/** The sound, whole or one range of it; audited before the first byte */
export const stream_recording = {
  id: 'stream_recording',
  method: 'get',
  path: '/api/recordings/stream/{id}',
  role: 'viewer',
} as const satisfies Operation<'stream_recording'>;

/** Takes in an event of the carrier's; 2xx means durable */
export const telnyx_webhook_alias = {
  id: 'telnyx_webhook_alias',
  method: 'post',
  path: '/api/webhooks/telnyx',
} as const satisfies Operation<'telnyx_webhook_alias'>;
