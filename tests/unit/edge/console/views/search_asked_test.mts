import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedOf, kLongestQuestion, momentsOf } from '../../../../../edge/console/src/views/search/asked.ts';

describe('The address of a search', () => {
  it('says what can be asked and nothing else', () => {
    assert.deepEqual(askedOf({ q: ' friday ', speaker: 'agent', from: '2026-11-01', to: '2026-11-30', cursor: 'x', limit: '9' }), { q: 'friday', speaker: 'agent', from: '2026-11-01', to: '2026-11-30' });
    assert.deepEqual(askedOf({ q: '  ', speaker: 'unknown', from: 'yesterday', to: '2026-13-01' }), {});
    assert.deepEqual(askedOf({ q: 7, from: ['2026-11-01'] }), {});
    assert.equal(askedOf({ q: 'w'.repeat(500) }).q?.length, kLongestQuestion);
  });

  it('means whole days, the last one included', () => {
    const { from, to } = momentsOf({ from: '2026-11-01', to: '2026-11-01' });
    assert.equal(from, new Date(2026, 10, 1).toISOString());
    assert.equal(to, new Date(2026, 10, 2).toISOString());
    assert.deepEqual(momentsOf({ q: 'friday' }), {});
  });
});
