import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type OpenApi, found, referenceOf, shapeOf } from '../../../../../edge/console/src/views/api_docs/document.ts';
import { exampleOf, kLanguages } from '../../../../../edge/console/src/views/api_docs/examples.ts';

const document = JSON.parse(readFileSync(new URL('../../../../../edge/console/openapi.json', import.meta.url), 'utf8')) as OpenApi;
const reference = referenceOf(document);
const operations = reference.groups.flatMap((group) => group.operations);
const operation = (id: string) => operations.find((each) => each.id === id)!;

describe('The reference', () => {
  it('holds every operation of the document once', () => {
    const methods = Object.values(document.paths).flatMap((path) => Object.keys(path));
    assert.equal(operations.length, methods.length);
    assert.equal(new Set(operations.map((each) => each.id)).size, operations.length);
  });

  it('follows references to parameters and refusals', () => {
    const call = operation('start_call');
    assert.deepEqual(call.parameters.map((each) => each.name), ['Idempotency-Key']);
    assert.ok(call.refusals.some(({ status, codes }) => status === '403' && codes.includes('COMPLIANCE_BLOCKED')));
    assert.ok(call.refusals.every(({ codes }) => codes.length > 0), 'every refusal names its codes');
  });

  it('knows what every code of every refusal means', () => {
    const meanings = new Map(reference.codes.map((each) => [each.code, each.meaning]));
    for (const code of operations.flatMap((each) => each.refusals).flatMap((each) => each.codes)) assert.ok(meanings.get(code), code);
  });

  it('is searched by every word, wherever it stands', () => {
    assert.deepEqual(found(reference.groups, 'GET transcript').flatMap((group) => group.operations).map((each) => each.id), ['call_transcript', 'transcript_versions', 'search']);
    assert.deepEqual(found(reference.groups, 'time travel'), []);
    assert.equal(found(reference.groups, ' ').length, reference.groups.length);
  });
});

describe('A schema in a few words', () => {
  it('tells lists, nulls and names apart', () => {
    assert.deepEqual(shapeOf({ type: 'array', items: { $ref: '#/components/schemas/Call' } }), { words: 'Call[]', type: 'Call', nullable: false, inner: null });
    assert.deepEqual(shapeOf({ type: ['string', 'null'], format: 'uuid' }), { words: 'uuid', type: null, nullable: true, inner: null });
    assert.equal(shapeOf({ anyOf: [{ $ref: '#/components/schemas/FlowType' }, { type: 'null' }] }).nullable, true);
  });
});

describe('An example', () => {
  it('asks as a program does: by token, with the proof and a key of its own', () => {
    const curl = exampleOf(operation('start_call'), 'curl', 'https://desk.example');
    assert.match(curl, /^curl -X POST "https:\/\/desk\.example\/api\/voice\/call"/);
    for (const line of ['Authorization: Bearer $WIB_TOKEN', 'X-CSRF-Token: $WIB_CSRF_TOKEN', 'Idempotency-Key: $(uuidgen)']) assert.ok(curl.includes(line), line);
  });

  it('leaves no brace unfilled in any language', () => {
    for (const each of operations) for (const language of kLanguages) assert.ok(!exampleOf(each, language, 'https://desk.example').includes('{{'), `${each.id} ${language}`);
  });

  it('is JavaScript where it says so', () => {
    for (const each of operations) assert.doesNotThrow(() => new Function(`return async () => { ${exampleOf(each, 'javascript', 'https://desk.example')} }`), each.id);
  });
});
