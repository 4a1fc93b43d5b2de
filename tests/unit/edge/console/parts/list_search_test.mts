import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { list_audit, list_calls } from '../../../../../edge/console/src/api/operations.ts';
import { searchOf } from '../../../../../edge/console/src/parts/list_search.ts';

describe('What a list’s address keeps', () => {
  it('is what the document knows, in its own words', () => {
    assert.deepEqual(searchOf(list_calls)({ status: 'busy', search: '415', page: '3', colour: 'red' }), { status: 'busy', search: '415', page: 3 });
  });

  it('is not what the server would refuse', () => {
    assert.deepEqual(searchOf(list_calls)({ status: 'sleeping', page: '0', direction: '' }), {});
    assert.deepEqual(searchOf(list_calls)({ page: '1.5' }), {});
  });

  it('leaves out what goes without saying: the first page, and how many at once', () => {
    assert.deepEqual(searchOf(list_audit)({ page: '1', limit: '10', resource_type: 'call' }), { resource_type: 'call' });
  });
});
