import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Catalogue, say, sayOr } from '../../../../../edge/console/src/i18n/catalogue.ts';
import { en } from '../../../../../edge/console/src/i18n/en.ts';
import { es } from '../../../../../edge/console/src/i18n/es.ts';

const places = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('The catalogues', () => {
  it('say the same things, with the same places to fill', () => {
    assert.deepEqual(Object.keys(es).sort(), Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en)) {
      assert.deepEqual(places((es as Catalogue)[key as keyof Catalogue]), places(sentence), key);
    }
  });

  it('fill in what they are given and count to one', () => {
    assert.equal(say(en, 'calls.count', { n: 3 }), '3 calls');
    assert.equal(say(en, 'calls.count', { n: 1 }), '1 call');
    assert.equal(say(es, 'list.page', { page: 2, pages: 9 }), 'Página 2 de 9');
  });

  it('make do with the server’s own name for what they do not know', () => {
    assert.equal(sayOr(en, 'status.ringing', 'ringing'), 'Ringing');
    assert.equal(sayOr(en, 'cause.struck_by_lightning', 'struck_by_lightning'), 'Struck by lightning');
  });
});
