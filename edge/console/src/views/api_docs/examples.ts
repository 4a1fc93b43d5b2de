// One operation in three languages, with the document's own example values. Secrets are named, never shown.
import type { Operation, SecurityScheme } from './document.ts';

export const kLanguages = ['curl', 'javascript', 'python'] as const;
export type Language = (typeof kLanguages)[number];

interface Request {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  cookies: [name: string, value: string][];
  body: string | null;
  /** A form with a file instead. */
  isForm: boolean;
  /** Answers as it goes, or with bytes for a file. */
  kind: 'plain' | 'stream' | 'file';
}

/** What a form of the examples carries. */
const kFile = 'voicemail.mp3';
const kFileType = 'audio/mpeg';

/** Variables of the reader's own environment, in each language's words; in `request` they stand as {{NAME}}. */
const variable = (name: string) => `{{${name}}}`;

function requestOf(operation: Operation, origin: string): Request {
  const path = operation.path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    return parameter?.example === undefined ? whole : encodeURIComponent(String(parameter.example));
  });
  const query = new URLSearchParams();
  for (const { in: where, name, example, required } of operation.parameters) {
    if (where === 'query' && (example !== undefined || required)) query.set(name, String(example ?? ''));
  }
  const headers: Request['headers'] = [];
  const cookies: Request['cookies'] = [];
  for (const scheme of programsWay(operation.security)) {
    if (scheme.type === 'http') headers.push(['Authorization', `Bearer ${variable('WIB_TOKEN')}`]);
    else if (scheme.in === 'cookie') cookies.push([scheme.name!, variable('WIB_PRE_SESSION')]);
    else headers.push([scheme.name!, variable(scheme.name!.toUpperCase().replace(/[^A-Z]+/g, '_').replace('X_CSRF', 'WIB_CSRF'))]);
  }
  if (operation.once) headers.push(['Idempotency-Key', variable('WIB_ONCE')]);
  const isForm = operation.body?.isForm === true;
  const body = operation.body && !isForm ? JSON.stringify(operation.body.example ?? {}, null, 2) : null;
  if (body !== null) headers.push(['Content-Type', 'application/json']);
  const type = operation.replies[0]?.contentType ?? '';
  const kind = type === 'text/event-stream' ? 'stream' : type === '' || type.includes('json') ? 'plain' : 'file';
  const search = query.toString();
  return { method: operation.method, url: `${origin}${path}${search ? `?${search}` : ''}`, headers, cookies, body, isForm, kind };
}

/** A program has no cookie of ours when there is another way in. */
function programsWay(ways: readonly SecurityScheme[][]): readonly SecurityScheme[] {
  return ways.find((way) => way.some((scheme) => scheme.type === 'http')) ?? ways.find((way) => way.length > 0) ?? [];
}

export function exampleOf(operation: Operation, language: Language, origin: string): string {
  const request = requestOf(operation, origin);
  switch (language) {
    case 'curl':
      return curl(request);
    case 'javascript':
      return javascript(request);
    case 'python':
      return python(request);
  }
}

const filled = (text: string, as: (name: string) => string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => as(name));

function curl({ method, url, headers, cookies, body, isForm, kind }: Request): string {
  // Double quotes let the shell put the variables in; a body goes into single ones, as it is.
  const quoted = (text: string) => `"${filled(text.replace(/["\\$`]/g, '\\$&'), (name) => (name === 'WIB_ONCE' ? '$(uuidgen)' : `$${name}`))}"`;
  const parts = [
    `curl ${kind === 'stream' ? '-N ' : ''}${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...cookies.map(([name, value]) => `-b ${quoted(`${name}=${value}`)}`),
    ...(body === null ? [] : [`-d '${body.replaceAll("'", `'\\''`)}'`]),
    ...(isForm ? [`-F "file=@${kFile};type=${kFileType}"`] : []),
    ...(kind === 'file' ? ['-o recording.wav'] : []),
  ];
  return parts.join(' \\\n  ');
}

function javascript({ method, url, headers, cookies, body, isForm, kind }: Request): string {
  const quoted = (text: string) => {
    const made = filled(text, (name) => (name === 'WIB_ONCE' ? '${crypto.randomUUID()}' : `\${process.env.${name}}`));
    if (made === text) return `'${text.replace(/[\\']/g, '\\$&')}'`;
    const alone = /^\$\{([^}]+)\}$/.exec(made);
    return alone ? alone[1]! : `\`${made}\``;
  };
  const all = [...headers, ...(cookies.length ? [['Cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')] as [string, string]] : [])];
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(all.length ? ['  headers: {', ...all.map(([name, value]) => `    ${/^\w+$/.test(name) ? name : `'${name}'`}: ${quoted(value)},`), '  },'] : []),
    ...(isForm ? ['  body: form,'] : []),
    ...(body === null ? [] : [`  body: JSON.stringify(${body.replaceAll('\n', '\n  ')}),`]),
  ];
  const ask = options.length ? `await fetch(${quoted(url)}, {\n${options.join('\n')}\n})` : `await fetch(${quoted(url)})`;
  const after = {
    plain: 'if (!answer.ok) throw new Error((await answer.json()).code);\nconsole.log(await answer.json());',
    stream: 'for await (const bytes of answer.body) {\n  process.stdout.write(bytes);\n}',
    file: 'const sound = await answer.bytes();',
  }[kind];
  const before = isForm
    ? `const form = new FormData();\nform.append('file', await (await import('node:fs')).openAsBlob('${kFile}', { type: '${kFileType}' }), '${kFile}');\n`
    : '';
  return `${before}const answer = ${ask};\n${after}`;
}

function python({ method, url, headers, cookies, body, isForm, kind }: Request): string {
  const quoted = (text: string) => {
    const alone = /^\{\{(\w+)\}\}$/.exec(text);
    const of = (name: string) => (name === 'WIB_ONCE' ? 'uuid.uuid4()' : `os.environ["${name}"]`);
    if (alone) return alone[1] === 'WIB_ONCE' ? `str(${of(alone[1])})` : of(alone[1]!);
    return /\{\{\w+\}\}/.test(text) ? `f'${filled(text, (name) => `{${of(name)}}`)}'` : JSON.stringify(text);
  };
  const table = (entries: [string, string][]) => `{\n${entries.map(([name, value]) => `        ${JSON.stringify(name)}: ${quoted(value)},`).join('\n')}\n    }`;
  // requests says so itself when it is given JSON.
  const said = headers.filter(([name]) => name !== 'Content-Type');
  const imports = [
    ...(/\{\{(?!WIB_ONCE)/.test(JSON.stringify([headers, cookies])) ? ['import os'] : []),
    ...(JSON.stringify(headers).includes('WIB_ONCE') ? ['import uuid'] : []),
  ];
  const parts = [
    JSON.stringify(url),
    ...(said.length ? [`headers=${table(said)}`] : []),
    ...(cookies.length ? [`cookies=${table(cookies)}`] : []),
    ...(body === null ? [] : [`json=${literal(JSON.parse(body)).replaceAll('\n', '\n    ')}`]),
    ...(isForm ? [`files={"file": ("${kFile}", open("${kFile}", "rb"), "${kFileType}")}`] : []),
    ...(kind === 'stream' ? ['stream=True'] : []),
    'timeout=' + (kind === 'stream' ? '(10, None)' : '10'),
  ];
  const after = { plain: 'answer.raise_for_status()\nprint(answer.json())', stream: 'for line in answer.iter_lines():\n    print(line.decode())', file: 'sound = answer.content' }[kind];
  return `${[...imports, ...(imports.length ? [''] : []), 'import requests', '', `answer = requests.${method.toLowerCase()}(`].join('\n')}\n${parts.map((part) => `    ${part},`).join('\n')}\n)\n${after}`;
}

/** JSON's values in Python's words. */
function literal(value: unknown): string {
  const words: Record<string, string> = { true: 'True', false: 'False', null: 'None' };
  return JSON.stringify(value, null, 4).replace(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (token) => words[token] ?? token);
}
