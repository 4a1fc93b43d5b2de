import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { start_call } from '../../../../../edge/console/src/api/operations.ts';
import { faultOf, fieldOf } from '../../../../../edge/console/src/parts/constraints.ts';

describe('A field’s value', () => {
  it('is wanted where the document says so, and may be left out elsewhere', () => {
    assert.equal(faultOf('', start_call.body.to_number)?.key, 'form.required');
    assert.equal(faultOf(undefined, start_call.body.from_number), null);
  });

  it('has the form the document gives', () => {
    assert.equal(faultOf('12125550142', start_call.body.to_number)?.key, 'form.pattern');
    assert.equal(faultOf('+12125550142', start_call.body.to_number), null);
    assert.equal(faultOf('shout', start_call.body.flow_type)?.key, 'form.choose');
  });

  it('keeps to its limits, counted as the server counts', () => {
    assert.deepEqual(faultOf('four', { type: 'string', maxLength: 3 }), { key: 'form.longer', values: { n: 3 } });
    assert.equal(faultOf('👍👍👍', { type: 'string', maxLength: 3 }), null);
    assert.deepEqual(faultOf('x', { type: 'string', minLength: 2 }), { key: 'form.shorter', values: { n: 2 } });
    assert.deepEqual(faultOf(0, { type: 'integer', minimum: 1 }), { key: 'form.minimum', values: { minimum: 1 } });
    assert.deepEqual(faultOf(9, { type: 'integer', maximum: 8 }), { key: 'form.maximum', values: { maximum: 8 } });
    assert.equal(faultOf(1.5, { type: 'integer' })?.key, 'form.whole');
    assert.equal(faultOf(0, { type: 'integer', required: true }), null, 'nought is a value');
  });

  it('is spoken of by the path of a problem', () => {
    assert.equal(fieldOf('to_number'), 'to_number');
    assert.equal(fieldOf('legs[2].to_number'), 'legs');
    assert.equal(fieldOf('address.city'), 'address');
  });
});
