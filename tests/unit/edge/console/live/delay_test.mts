import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DelayGauge } from '../../../../../edge/console/src/live/delay.ts';
import { readClock } from '../../../../../edge/console/src/live/server_clock.ts';

describe('The delay beside "live"', () => {
  it('is the middle of the last words, not the worst and not the mean', () => {
    const gauge = new DelayGauge();
    for (const delay of [100, 5_000, 110, 120, 130]) gauge.note(delay, 1_000);
    assert.equal(gauge.read(1_000), 120);
  });

  it('forgets words nobody is speaking any more', () => {
    const gauge = new DelayGauge();
    gauge.note(150, 1_000);
    assert.equal(gauge.read(31_000), 150);
    assert.equal(gauge.read(31_001), null);
  });
});

describe('The server’s clock', () => {
  it('is ours while the difference could be the time the question took', () => {
    assert.equal(readClock(1_000_040_000 * 1_000_000, 1_000_039_999_900, 1_000_040_000_300).offsetMs, 0);
    assert.equal(readClock('2026-11-20T16:00:00.080Z', Date.parse('2026-11-20T16:00:00.000Z'), Date.parse('2026-11-20T16:00:00.100Z')).offsetMs, 0);
  });

  it('is corrected for when it is provably another', () => {
    const asked = Date.parse('2026-11-20T16:00:00.000Z');
    const reading = readClock('2026-11-20T16:00:05.050Z', asked, asked + 100);
    assert.equal(reading.offsetMs, 5_000);
    assert.equal(reading.uncertaintyMs, 51);
  });

  it('stays ours when the server’s answer makes no sense', () => {
    assert.equal(readClock('yesterday', 0, 10).offsetMs, 0);
  });
});
