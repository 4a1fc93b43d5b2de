// The console's knowledge of the API, written from its OpenAPI document:
//
//   ../openapi.json            the document itself, for reviewing what changed and for whoever has no build
//   ../src/api/generated.ts    its types
//   ../src/api/operations.ts   its operations as values: where, how, and what their parameters and bodies must be
//
//   node generate.mts [DOCUMENT]     DOCUMENT defaults to ../openapi.json; "-" reads standard input
//
// `./wib openapi --client` builds the document and runs this.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTs, { astToString } from 'openapi-typescript';

interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  [more: string]: unknown;
}
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}
interface Operation {
  operationId: string;
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  'x-wib-idempotent'?: boolean;
  'x-wib-auth'?: string;
  'x-wib-role'?: string;
  'x-wib-permission'?: string;
  'x-wib-capability'?: string;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Written {
  document: string;
  types: string;
  operations: string;
}

export const kFolder = fileURLToPath(new URL('..', import.meta.url));
const kPlaces: Record<keyof Written, string> = {
  document: `${kFolder}openapi.json`,
  types: `${kFolder}src/api/generated.ts`,
  operations: `${kFolder}src/api/operations.ts`,
};

const kHead = '// Written by edge/console/codegen/generate.mts from openapi.json. Change the structs and the route table, not this.\n';
/** What a program asks with; the rest of a path's members describes the path itself. */
const kMethods = ['get', 'post', 'put', 'patch', 'delete'];
/** The console is served by the edge, and the edge serves these to browsers. */
const kOurs = '/api/';
/** What a field or a filter needs to know to refuse before the server does, and what to offer. */
const kConstraints = ['format', 'enum', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems', 'default'];

export async function written(source: string): Promise<Written> {
  const document = JSON.parse(source) as Document;
  const types = astToString(await openapiTs(source, { defaultNonNullable: false, silent: true }));
  return { document: source, types: kHead + types, operations: operationsOf(document) };
}

export async function onDisk(): Promise<Written> {
  const read = (place: string) => readFile(place, 'utf8').catch(() => '');
  return { document: await read(kPlaces.document), types: await read(kPlaces.types), operations: await read(kPlaces.operations) };
}

function operationsOf(document: Document): string {
  const values = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(kOurs))
    .flatMap(([path, methods]) =>
      kMethods.filter((method) => methods[method]).map((method) => valueOf(document, path, method, methods[method]!)),
    );
  return `${kHead}import type { Operation } from './operation.ts';\n\n${values.join('\n\n')}\n`;
}

function valueOf(document: Document, path: string, method: string, operation: Operation): string {
  const id = operation.operationId;
  const query = Object.fromEntries(
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) => [parameter.name, constraint(document, parameter.schema, parameter.required === true)]),
  );
  const content = operation.requestBody?.content['application/json'];
  const described = content && resolved(document, content.schema);
  const body =
    described &&
    Object.fromEntries(
      Object.entries(described.properties ?? {}).map(([name, schema]) => [
        name,
        constraint(document, schema, described.required?.includes(name) === true),
      ]),
    );
  const lines = [
    `id: '${id}'`,
    `method: '${method}'`,
    `path: '${path}'`,
    ...(operation['x-wib-auth'] === 'session' ? [`role: '${operation['x-wib-role']}'`] : []),
    ...(operation['x-wib-auth'] === 'platform' ? ['platform: true'] : []),
    ...(operation['x-wib-permission'] ? [`permission: '${operation['x-wib-permission']}'`] : []),
    ...(operation['x-wib-capability'] ? [`capability: '${operation['x-wib-capability']}'`] : []),
    ...(operation['x-wib-idempotent'] ? ['once: true'] : []),
    ...(Object.keys(query).length ? [`query: {\n${members(query)}\n  }`] : []),
    ...(body && Object.keys(body).length ? [`body: {\n${members(body)}\n  }`] : []),
  ];
  const about = operation.summary ? `/** ${operation.summary.replaceAll('*/', '* /')} */\n` : '';
  return `${about}export const ${id} = {\n${lines.map((line) => `  ${line},`).join('\n')}\n} as const satisfies Operation<'${id}'>;`;
}

const members = (all: Record<string, unknown>): string =>
  Object.entries(all)
    .map(([name, value]) => `    ${/^\w+$/.test(name) ? name : `'${name}'`}: ${literal(value)},`)
    .join('\n');

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value).map(([name, each]) => `${name}: ${literal(each)}`).join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'` : String(value);
}

function resolved(document: Document, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  const { $ref: _, ...beside } = schema;
  return { ...resolved(document, document.components?.schemas?.[name] ?? {}), ...beside };
}

const isNull = (schema: Schema) => schema.type === 'null';

/** One flat description of a value: what nothing but null is added to counts as optional, as the server reads it. */
function constraint(document: Document, given: Schema, required: boolean): Record<string, unknown> {
  const choices = given.anyOf ?? given.oneOf;
  const only = choices?.filter((each) => !isNull(each));
  const one = only?.length === 1 ? { ...resolved(document, only[0]!), ...withoutChoices(given) } : resolved(document, given);
  const types = [one.type ?? 'any'].flat().filter((type) => type !== 'null');
  const kept = kConstraints.filter((name) => one[name] !== undefined).map((name) => [name, one[name]]);
  return {
    type: types.length === 1 ? types[0] : 'any',
    ...(required ? { required: true } : {}),
    ...Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.filter((each) => each !== null) : value])),
  };
}

function withoutChoices({ anyOf: _, oneOf: __, ...rest }: Schema): Schema {
  return rest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const from = process.argv[2] ?? kPlaces.document;
  const all = await written(await readFile(from === '-' ? 0 : from, 'utf8'));
  for (const [name, text] of Object.entries(all)) await writeFile(kPlaces[name as keyof Written], text);
}
