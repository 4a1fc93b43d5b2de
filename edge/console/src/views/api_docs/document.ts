// The OpenAPI document as a reader wants it: operations with their references followed, what each demands and answers, and the types
// they speak of. Pure: a document in, plain values out; nothing about our API is known here but the names of our own extensions.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Media {
  schema?: Schema;
  example?: unknown;
}
interface Header {
  description?: string;
}
interface RawParameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}
interface RawResponse {
  $ref?: string;
  description?: string;
  headers?: Record<string, Header>;
  content?: Record<string, Media>;
}
interface RawOperation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: RawParameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, RawResponse>;
  'x-wib-auth'?: string;
  'x-wib-role'?: string;
  'x-wib-rate-class'?: RateClass | null;
  'x-wib-idempotent'?: boolean;
  'x-wib-body-limit'?: number;
  'x-wib-events'?: Record<string, Schema>;
}
export interface SecurityScheme {
  type: string;
  in?: string;
  name?: string;
  scheme?: string;
  description?: string;
}
export interface OpenApi {
  info: { title: string; version: string; summary?: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components?: {
    schemas?: Record<string, Schema>;
    responses?: Record<string, RawResponse>;
    parameters?: Record<string, RawParameter>;
    securitySchemes?: Record<string, SecurityScheme>;
  };
}

export interface RateClass {
  name: string;
  requests: number;
  window_seconds: number;
}
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: Schema;
  example: unknown;
}
export interface Reply {
  status: string;
  description: string;
  headers: { name: string; description: string }[];
  contentType: string | null;
  schema: Schema | null;
  example: unknown;
}
export interface Refusal {
  status: string;
  codes: string[];
}
export interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  auth: string;
  role: string | null;
  rate: RateClass | null;
  once: boolean;
  bodyLimit: number;
  /** Ways in: any one of them, each all of its schemes. */
  security: SecurityScheme[][];
  parameters: Parameter[];
  /** A form's one file is what its part `file` holds. */
  body: { schema: Schema; example: unknown; isForm: boolean } | null;
  replies: Reply[];
  refusals: Refusal[];
  events: { name: string; schema: Schema }[];
}
export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}
export interface Reference {
  title: string;
  version: string;
  summary: string;
  introduction: string;
  groups: Group[];
  types: Record<string, Schema>;
  /** What each problem code says, by code. */
  codes: { code: string; status: string; meaning: string }[];
}

const kMethods = ['get', 'post', 'put', 'patch', 'delete'];
const kIn = ['path', 'query', 'header'];

export function referenceOf(document: OpenApi): Reference {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    kMethods.filter((method) => methods[method]).map((method) => operationOf(document, path, method, methods[method]!)),
  );
  const named = document.tags ?? [];
  const others = [...new Set(operations.map((each) => each.tag))].filter((tag) => !named.some(({ name }) => name === tag));
  const groups = [...named, ...others.map((name) => ({ name, description: '' }))]
    .map(({ name, description = '' }) => ({ name, description, operations: operations.filter((each) => each.tag === name) }))
    .filter((group) => group.operations.length > 0);
  const types = document.components?.schemas ?? {};
  const { title, version, summary = '', description = '' } = document.info;
  return { title, version, summary, introduction: description, groups, types, codes: codesOf(types['ProblemCode']) };
}

function operationOf(document: OpenApi, path: string, method: string, raw: RawOperation): Operation {
  const schemes = document.components?.securitySchemes ?? {};
  const parameters = (raw.parameters ?? []).map((each) => followed(document, each));
  const [bodyType, body] = Object.entries(raw.requestBody?.content ?? {})[0] ?? [];
  const responses = Object.entries(raw.responses).map(([status, each]) => [status, followed(document, each)] as const);
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    tag: raw.tags?.[0] ?? '',
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    auth: raw['x-wib-auth'] ?? 'open',
    role: raw['x-wib-auth'] === 'session' ? (raw['x-wib-role'] ?? null) : null,
    rate: raw['x-wib-rate-class'] ?? null,
    once: raw['x-wib-idempotent'] ?? false,
    bodyLimit: raw['x-wib-body-limit'] ?? 0,
    security: (raw.security ?? []).map((way) => Object.keys(way).flatMap((name) => schemes[name] ?? [])),
    parameters: parameters
      .filter((each) => kIn.includes(each.in))
      .map(({ name, in: where, required = false, description = '', schema = {}, example }) => ({
        name,
        in: where as Parameter['in'],
        required,
        description,
        schema,
        example,
      })),
    body: body?.schema ? { schema: body.schema, example: body.example, isForm: bodyType === 'multipart/form-data' } : null,
    replies: responses.filter(([status]) => Number(status) < 400).map(([status, response]) => replyOf(status, response)),
    refusals: responses.filter(([status]) => Number(status) >= 400).map(([status, response]) => ({ status, codes: codesIn(response) })),
    events: Object.entries(raw['x-wib-events'] ?? {}).map(([name, schema]) => ({ name, schema })),
  };
}

function replyOf(status: string, response: RawResponse): Reply {
  const [contentType = null, media] = Object.entries(response.content ?? {})[0] ?? [];
  return {
    status,
    description: response.description ?? '',
    headers: Object.entries(response.headers ?? {}).map(([name, { description = '' }]) => ({ name, description })),
    contentType,
    schema: media?.schema ?? null,
    example: media?.example,
  };
}

/** The codes a refusal is narrowed to: somewhere below its schema, `code` lists them. */
function codesIn(response: RawResponse): string[] {
  const schema = Object.values(response.content ?? {})[0]?.schema;
  const all = [schema, ...(schema?.allOf ?? [])];
  return all.flatMap((each) => (each?.properties?.['code']?.enum ?? []) as string[]);
}

/** "- `NOT_FOUND` (404): Not found", a line for each code. */
function codesOf(schema: Schema | undefined): Reference['codes'] {
  const said = new Map(
    [...(schema?.description ?? '').matchAll(/`(\w+)` \((\d+)\): (.+)/g)].map(([, code, status, meaning]) => [code!, { status: status!, meaning: meaning! }]),
  );
  return ((schema?.enum ?? []) as string[]).map((code) => ({ code, ...(said.get(code) ?? { status: '', meaning: '' }) }));
}

function followed<T extends { $ref?: string }>(document: OpenApi, thing: T): T {
  if (!thing.$ref) return thing;
  const steps = thing.$ref.replace('#/', '').split('/');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/')], document) as T;
}

/** "#/components/schemas/Call" speaks of Call. */
export const typeNameOf = (schema: Schema): string | null => schema.$ref?.replace('#/components/schemas/', '') ?? null;

/** Operations in which every word of the search occurs, in what they are called, where they are or what they say. */
export function found(groups: readonly Group[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [...groups];
  const fits = (operation: Operation): boolean => {
    const text = [operation.id, operation.method, operation.path, operation.summary, operation.description, operation.tag, ...operation.parameters.map((each) => each.name)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups.map((group) => ({ ...group, operations: group.operations.filter(fits) })).filter((group) => group.operations.length > 0);
}

/** A schema in a few words: "text", "list of Call", "one of …"; null beside it is told apart. */
export interface Shape {
  words: string;
  /** The named type it is, or is a list of. */
  type: string | null;
  nullable: boolean;
  /** What it holds besides, where it has no name: an object's members. */
  inner: Schema | null;
}

export function shapeOf(schema: Schema): Shape {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const some = choices.filter((each) => each.type !== 'null');
    const shapes = some.map(shapeOf);
    const only = shapes.length === 1 ? shapes[0]! : null;
    return {
      words: shapes.map((each) => each.words).join(' | '),
      type: only?.type ?? null,
      nullable: some.length < choices.length || shapes.some((each) => each.nullable),
      inner: only?.inner ?? null,
    };
  }
  const type = typeNameOf(schema);
  if (type) return { words: type, type, nullable: false, inner: null };
  const all = [schema.type ?? 'any'].flat();
  const kinds = all.filter((each) => each !== 'null');
  const nullable = kinds.length < all.length;
  if (schema.items) {
    const item = shapeOf(schema.items);
    return { words: `${item.words}[]`, type: item.type, nullable, inner: item.inner };
  }
  const inner = schema.properties ? schema : null;
  if (schema.const !== undefined) return { words: JSON.stringify(schema.const), type: null, nullable, inner };
  return { words: schema.format && kTellingFormats.includes(schema.format) ? schema.format : kinds.join(' | '), type: null, nullable, inner };
}
/** A format that says more than the type it has. */
const kTellingFormats = ['uuid', 'date-time', 'date', 'password', 'email', 'uri', 'binary'];
