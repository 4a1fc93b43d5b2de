import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Conversation,
  hasHole,
  kSilence,
  wholeUpTo,
  withHearing,
  withPartial,
  withSegments,
  withTurn,
  withoutWordsUnderWay,
} from '../../../../../edge/console/src/live/conversation.ts';

const turn = (segment_index: number, speaker: 'agent' | 'consumer' = 'consumer', changes: object = {}) => ({
  call_id: 'c',
  segment_index,
  speaker,
  content: `turn ${segment_index}`,
  words: [],
  start_ms: segment_index * 1_000,
  end_ms: segment_index * 1_000 + 800,
  confidence: 0.9,
  ...changes,
});

const partial = (text: string, start_ms: number, sent_at_us: number, speaker: 'agent' | 'consumer' = 'consumer') => ({
  call_id: 'c',
  speaker,
  text,
  start_ms,
  sent_at_us,
});

const indexes = (conversation: Conversation) => conversation.segments.map((s) => s.segment_index);

function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) yield [...items];
  else for (let i = 0; i < items.length; i++) for (const rest of orders(items.toSpliced(i, 1))) yield [items[i]!, ...rest];
}

describe('A conversation', () => {
  it('ends the same whatever order its turns come in, each once or twice', () => {
    const turns = [0, 1, 2, 3, 4].map((i) => turn(i, i % 2 ? 'agent' : 'consumer'));
    for (const order of orders(turns)) {
      const once = order.reduce(withTurn, kSilence);
      const twice = [...order, ...order].reduce(withTurn, kSilence);
      assert.deepEqual(indexes(once), [0, 1, 2, 3, 4]);
      assert.deepEqual(twice, once);
    }
  });

  it('is not touched by what it knows already, so nothing is drawn again', () => {
    const before = withSegments(kSilence, [turn(0), turn(1)]);
    assert.equal(withSegments(before, [turn(0), turn(1)]), before);
    assert.equal(withTurn(before, turn(1)), before);
  });

  it('takes the better words of a turn it had', () => {
    const before = withTurn(kSilence, turn(0));
    const after = withTurn(before, turn(0, 'consumer', { content: 'turn zero' }));
    assert.equal(after.segments[0]!.content, 'turn zero');
    assert.deepEqual(indexes(after), [0]);
  });

  it('knows up to where it is whole', () => {
    assert.equal(wholeUpTo(kSilence), -1);
    assert.equal(wholeUpTo(withSegments(kSilence, [turn(1), turn(2)])), -1);
    assert.equal(wholeUpTo(withSegments(kSilence, [turn(0), turn(1), turn(4)])), 1);
    assert.ok(hasHole(withSegments(kSilence, [turn(0), turn(2)])));
    assert.ok(!hasHole(withSegments(kSilence, [turn(0), turn(1)])));
    assert.ok(!hasHole(kSilence));
  });

  it('replaces words under way by their turn, whichever comes first', () => {
    const words = partial('turn', 2_000, 10);
    const wordsFirst = withTurn(withPartial(kSilence, words), turn(2));
    const turnFirst = withPartial(withTurn(kSilence, turn(2)), words);
    assert.deepEqual(wordsFirst.underWay, {});
    assert.deepEqual(turnFirst.underWay, {});
  });

  it('keeps words under way that began after the turn, and the other side’s', () => {
    let conversation = withPartial(kSilence, partial('next', 3_000, 10));
    conversation = withPartial(conversation, partial('meanwhile', 2_100, 11, 'agent'));
    conversation = withTurn(conversation, turn(2));
    assert.equal(conversation.underWay.consumer?.text, 'next');
    assert.equal(conversation.underWay.agent?.text, 'meanwhile');
  });

  it('does not go back to older words that come late', () => {
    const now = withPartial(kSilence, partial('I can pay', 1_000, 30));
    assert.equal(withPartial(now, partial('I can', 1_000, 20)), now);
    assert.equal(withPartial(now, partial('I can pay', 1_000, 30)), now);
  });

  it('heals after a cut: refetched turns and replayed ones overlap as they like', () => {
    const heard = [turn(0), turn(1)].reduce(withTurn, kSilence);
    const during = withPartial(heard, partial('half a', 2_000, 5, 'agent'));
    const refetched = withSegments(during, [turn(2, 'agent'), turn(3)]);
    const replayed = [turn(1), turn(2, 'agent'), turn(3), turn(4, 'agent')].reduce(withTurn, refetched);
    assert.deepEqual(indexes(replayed), [0, 1, 2, 3, 4]);
    assert.deepEqual(replayed.underWay, {});
    assert.equal(replayed.segments[0], heard.segments[0], 'what was on the screen is the very same');
  });

  it('knows of each side whether it is heard', () => {
    const lost = withHearing(withHearing(kSilence, { call_id: 'c', speaker: 'agent', state: 'listening' }), { call_id: 'c', speaker: 'consumer', state: 'lost' });
    assert.deepEqual(lost.hearing, { agent: 'listening', consumer: 'lost' });
    assert.equal(withHearing(lost, { call_id: 'c', speaker: 'consumer', state: 'lost' }), lost);
  });

  it('has nobody in the middle of a word once the call is over', () => {
    const over = withoutWordsUnderWay(withPartial(kSilence, partial('but', 1_000, 1)));
    assert.deepEqual(over.underWay, {});
    assert.equal(withoutWordsUnderWay(over), over);
  });
});
