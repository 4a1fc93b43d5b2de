import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asDialled, nationalForm } from '../../../../../edge/console/src/format/phone.ts';
import { duration, moment, span } from '../../../../../edge/console/src/format/time.ts';

describe('A phone number', () => {
  it('is read in national form, and elsewhere in groups after its country', () => {
    assert.equal(nationalForm('+14155550132'), '(415) 555-0132');
    assert.equal(nationalForm('+442079460123'), '+44 207 946 0123');
    assert.equal(nationalForm('+351211234567'), '+351 211 234 567');
  });

  it('is shown as it is when it is not E.164', () => {
    for (const odd of ['anonymous', '911', '', 'sip:a@b']) assert.equal(nationalForm(odd), odd);
  });

  it('is sent as digits, however it was typed', () => {
    for (const typed of ['(415) 555-0132', '415 555 0132', '4155550132', '1-415-555-0132', '+1 415.555.0132']) {
      assert.equal(asDialled(typed), '+14155550132', typed);
    }
    assert.equal(asDialled('+34 915 55 01 42'), '+34915550142');
    assert.equal(asDialled('  '), '');
  });

  it('survives being shown and sent again', () => {
    for (const number of ['+14155550132', '+442079460123', '+34915550142']) assert.equal(asDialled(nationalForm(number)), number);
  });
});

describe('A time', () => {
  it('is a duration as people read it', () => {
    assert.equal(duration(0), '0:00');
    assert.equal(duration(247.9), '4:07');
    assert.equal(duration(3_729), '1:02:09');
    assert.equal(duration(-3), '0:00');
  });

  it('is minutes, then hours, then days, once it is long ago', () => {
    for (const [minutes, words] of [[0, '0 min'], [119, '119 min'], [120, '2 hr'], [179, '2 hr'], [2_879, '47 hr'], [2_880, '2 days'], [10_080, '7 days']] as const)
      assert.equal(span(minutes, 'en-US'), words);
  });

  it('is a clock today, a day this year, and a year before that', () => {
    const now = new Date(2026, 10, 21, 12, 0);
    const at = (y: number, m: number, d: number) => new Date(y, m, d, 9, 5).toISOString();
    assert.match(moment(at(2026, 10, 21), 'en-US', { now }), /^9:05\sAM$/);
    assert.match(moment(at(2026, 10, 20), 'en-US', { now }), /^Nov 20, 9:05\sAM$/);
    assert.match(moment(at(2025, 10, 20), 'en-US', { now }), /2025/);
    assert.match(moment(at(2026, 10, 21), 'en-US', { now, seconds: true }), /^9:05:00\sAM$/);
    assert.equal(moment('not a time', 'en-US', { now }), 'not a time');
  });
});
