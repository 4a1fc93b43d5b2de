import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  callBar,
  callStatus,
  endCall,
  expectOf,
  finishedTurns,
  liveState,
  liveWords,
  openCalls,
  placeCall,
  wordsOnScreen,
  wordsUnderWay,
} from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { type Desk, aBrowser, aDesk, kLooks } from './support/desk.mts';
import { aCall, aDetail, kSegments, kUser, manyCalls } from './support/story.mts';

const kNewCall = '0197a3c0-1111-7000-8000-00000000abcd';
const events = `/api/calls/${kNewCall}/events`;

/** A call that rings, as it is right after it was placed. */
const ringing = () =>
  aCall({
    id: kNewCall,
    status: 'ringing',
    started_at: new Date().toISOString(),
    created_at: new Date().toISOString(),
    answered_at: null,
    ended_at: null,
    talk_seconds: null,
    hangup_cause: null,
    has_recording: false,
  });

const goingLegs = (call: ReturnType<typeof aCall>) =>
  aDetail(call).legs.map((leg, i) => ({ ...leg, status: i ? 'ringing' : 'in_progress', ended_at: null, hangup_cause: null, answered_at: i ? null : new Date().toISOString() }));

/** A desk whose own call is on and connected. */
function onACall({ server }: Pick<Desk, 'server'>, changes: Record<string, unknown> = {}) {
  const call = { ...ringing(), status: 'bridged', answered_at: new Date(Date.now() - 34_000).toISOString(), ...changes };
  server.add(call, { legs: goingLegs(call).map((leg) => ({ ...leg, status: 'in_progress', answered_at: call.answered_at })), recordings: [{ ...aDetail(call).recordings[0], status: 'recording', duration_ms: null, size_bytes: null, media_hash: null, derivatives: [] }] });
  server.segments.set(kNewCall, kSegments.slice(0, 3));
}

const nowUs = () => Date.now() * 1000;

describe('The dial pad', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`is accessible and whole in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, scene: (s) => (s.calls = manyCalls()) });
      await open('/dial');
      await page.getByRole('textbox', { name: 'Number to call' }).fill('(212) 555-0142');
      await page.getByText('Dials +12125550142').waitFor();
      await page.getByRole('region', { name: 'Recent numbers' }).waitFor();
      await isAccessible(page, `dial ${look.name}`);
      await screenshot(page, `dial-${look.name}`);
    });
  }

  it('places a direct call with what was typed, and shows its words to come', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => (s.nextCall = ringing()) });
    await open('/calls');
    assert.equal(await placeCall(page, { number: '(212) 555-0142' }), kNewCall);
    const asked = server.lastAsked('POST', '/api/voice/call')!;
    assert.deepEqual(asked.body, { to_number: '+12125550142', flow_type: 'direct' });
    assert.match(String(asked.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
    await expectOf(() => callStatus(page), (s) => s === 'ringing', 'the bar says it rings');
    await liveWords(page).getByText('It is ringing').waitFor();
  });

  it('bridges through the person’s own phone, and remembers it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => (s.nextCall = ringing()) });
    await open('/dial');
    await placeCall(page, { number: '+1 212 555 0142', ownPhone: '(415) 555-0100' });
    assert.deepEqual(server.lastAsked('POST', '/api/voice/call')!.body, { to_number: '+12125550142', flow_type: 'bridge', from_number: '+14155550100' });
    server.change(kNewCall, { status: 'no_answer', ended_at: new Date().toISOString() });
    await page.getByText('Nobody was connected').waitFor();
    await page.getByRole('button', { name: 'New call' }).click();
    assert.ok(await page.getByRole('radio', { name: 'Bridge to my phone' }).isChecked());
    assert.equal(await page.getByRole('textbox', { name: 'Your phone' }).inputValue(), '+14155550100');
  });

  it('keeps what was typed across a reload', async (t) => {
    const { page, open } = await aDesk(t, browser());
    await open('/dial');
    await page.getByRole('textbox', { name: 'Number to call' }).fill('30555');
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.reload();
    assert.equal(await page.getByRole('textbox', { name: 'Number to call' }).inputValue(), '305551');
  });

  it('puts the server’s fault beside the field it is about', async (t) => {
    const { page, open, server } = await aDesk(t, browser());
    server.faults.set('POST /api/voice/call', {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: [{ path: 'to_number', message: 'This is not a number that can be called.' }],
    });
    await open('/dial');
    await page.getByRole('textbox', { name: 'Number to call' }).fill('+1 999');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText('This is not a number that can be called.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Number to call' }).getAttribute('aria-invalid'), 'true');
    await isAccessible(page, 'dial refused');
    await screenshot(page, 'dial-invalid');
  });

  it('keeps a failed attempt visible, and its retry is the same call', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => (s.nextCall = ringing()) });
    server.faults.set('POST /api/voice/call', { status: 504, code: 'DEADLINE_EXCEEDED' });
    await open('/dial');
    await page.getByRole('textbox', { name: 'Number to call' }).fill('2125550142');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByRole('alert').getByText('DEADLINE_EXCEEDED').waitFor();
    await screenshot(page, 'dial-failed');
    const first = server.lastAsked('POST', '/api/voice/call')!.headers['idempotency-key'];
    server.faults.clear();
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await liveWords(page).waitFor();
    assert.equal(server.lastAsked('POST', '/api/voice/call')!.headers['idempotency-key'], first);
  });

  it('leads to the call that a carrier refused', async (t) => {
    const { page, open, server } = await aDesk(t, browser());
    server.faults.set('POST /api/voice/call', { status: 502, code: 'VENDOR_ERROR', call_id: kNewCall });
    await open('/dial');
    await page.getByRole('textbox', { name: 'Number to call' }).fill('2125550142');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    const link = page.getByRole('link', { name: 'Open the failed call' });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), `/calls/${kNewCall}`);
  });

  it('explains itself to who may not dial, and is not in their menu', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'viewer' });
    await open('/dial');
    await page.getByText('You do not have this right').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Dial', exact: true }).count(), 0);
    await isAccessible(page, 'dial forbidden');
    await screenshot(page, 'dial-forbidden');
  });
});

describe('A live call', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`is accessible and whole in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, scene: (s) => onACall({ server: s }) });
      await open('/dial');
      await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
      await expectOf(() => finishedTurns(page).count(), (n) => n === 3, 'what was said before');
      server.flash(events, 'partial', { call_id: kNewCall, speaker: 'agent', text: 'I would like to go over the payment', start_ms: 11_800, sent_at_us: nowUs() });
      server.flash(events, 'level', { call_id: kNewCall, agent: 0.42, consumer: 0.03 });
      await wordsUnderWay(page, 'agent').getByText('payment').waitFor();
      await expectOf(() => page.getByRole('meter', { name: 'Agent’s level' }).getAttribute('aria-valuenow'), (v) => v === '42', 'the agent’s level');
      await isAccessible(page, `live ${look.name}`);
      await screenshot(page, `live-${look.name}`);
    });
  }

  it('shows each word as it comes, with the moment it stood on the screen', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    const said = ['I', 'can', 'pay', 'sixty', 'dollars'];
    for (let n = 1; n <= said.length; n++) {
      server.flash(events, 'partial', { call_id: kNewCall, speaker: 'consumer', text: said.slice(0, n).join(' '), start_ms: 17_600, sent_at_us: nowUs() });
      await wordsUnderWay(page, 'consumer').locator('[data-word]').nth(n - 1).waitFor();
    }
    const words = (await wordsOnScreen(page)).filter((w) => w.speaker === 'consumer');
    assert.deepEqual(words.map((w) => w.text), said);
    for (const word of words) assert.ok(word.shownAtUs >= word.sentAtUs, 'no word is shown before it was said');
    t.diagnostic(`delays ${words.map((word) => Math.round(word.delayMs)).join(', ')} ms`);
    const newest = wordsUnderWay(page, 'consumer').locator('[data-word]').last();
    assert.equal(Number(await newest.getAttribute('data-word-at')), words.at(-1)!.shownAtUs);
    assert.equal(Number(await newest.getAttribute('data-sent-at-us')), words.at(-1)!.sentAtUs);
    await expectOf(() => page.getByTestId('live').textContent(), (text) => /^live · \d+ ms$/.test(text ?? ''), 'the delay beside "live"');
    const before = await finishedTurns(page).count();
    server.publish(events, 'turn', { ...kSegments[3], call_id: kNewCall, speaker: 'consumer', content: said.join(' '), words: [], start_ms: 17_600, end_ms: 19_200 });
    await expectOf(() => finishedTurns(page).count(), (n) => n === before + 1, 'the finished turn');
    assert.equal(await wordsUnderWay(page, 'consumer').count(), 0, 'the words under way became the turn');
  });

  it('shows what is said as text, whatever it looks like', async (t) => {
    const said = '<img src=x onerror=alert(1)> I pay <b>sixty</b> & no more';
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.flash(events, 'partial', { call_id: kNewCall, speaker: 'consumer', text: said, start_ms: 17_600, sent_at_us: nowUs() });
    await expectOf(() => wordsUnderWay(page, 'consumer').locator('[data-word]').allTextContents(), (words) => words.join(' ') === said, 'words under way');
    server.publish(events, 'turn', { ...kSegments[4], segment_index: 3, call_id: kNewCall, content: said, words: [] });
    await expectOf(() => finishedTurns(page).last().textContent(), (text) => text?.endsWith(said) === true, 'the finished turn');
    assert.equal(await page.locator('img').count(), 0);
  });

  it('tells the time since the answer, however wrong the browser’s clock is', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await page.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 3_600_000;
    });
    await open('/dial');
    await expectOf(() => page.getByRole('timer').allTextContents(), (times) => times.length > 0 && times.every((time) => /^0:[3-5]\d$/.test(time)), 'half a minute');
  });

  it('turns amber when words are late', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.flash(events, 'partial', { call_id: kNewCall, speaker: 'agent', text: 'late', start_ms: 12_000, sent_at_us: nowUs() - 2_400_000 });
    await expectOf(() => liveState(page), (s) => s === 'late', 'amber');
    assert.match((await page.getByTestId('live').textContent()) ?? '', /^late · (2[4-9]|3\d)\d0 ms$/);
    await screenshot(page, 'live-late');
  });

  it('says since when it is cut, and resumes without losing or doubling a word', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => finishedTurns(page).count(), (n) => n === 3, 'what was said before');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    const fourth = server.publish(events, 'turn', { ...kSegments[3], call_id: kNewCall });
    server.segments.set(kNewCall, kSegments.slice(0, 4));
    await expectOf(() => finishedTurns(page).count(), (n) => n === 4, 'a turn before the cut');

    server.cutStreams({ stayDown: true });
    await expectOf(() => liveState(page), (s) => s === 'cut', 'red');
    assert.match((await page.getByTestId('live').textContent()) ?? '', /^cut since \d/);
    await page.getByRole('alert').getByText('The call goes on').waitFor();
    assert.equal(await finishedTurns(page).count(), 4, 'what is on the screen stays');
    await isAccessible(page, 'live, cut');
    await screenshot(page, 'live-cut');

    // While nobody listened: two turns were finished, one of them announced on the stream.
    server.publish(events, 'turn', { ...kSegments[4], call_id: kNewCall });
    server.segments.set(kNewCall, kSegments.slice(0, 6));
    server.streamsBack();
    await expectOf(() => liveState(page), (s) => s === 'live', 'green again', 15_000);
    await expectOf(() => finishedTurns(page).count(), (n) => n === 6, 'what was missed');
    const indexes = await finishedTurns(page).evaluateAll((all) => all.map((e) => Number((e as HTMLElement).dataset['segment'])));
    assert.deepEqual(indexes, [0, 1, 2, 3, 4, 5]);
    assert.equal(server.lastAsked('GET', events)?.headers['last-event-id'], String(fourth), 'resumed after the last event that exists');
  });

  it('fills a hole between turns by asking for it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => finishedTurns(page).count(), (n) => n === 3, 'what was said before');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.segments.set(kNewCall, kSegments.slice(0, 6));
    server.publish(events, 'turn', { ...kSegments[5], call_id: kNewCall });
    await expectOf(() => finishedTurns(page).count(), (n) => n === 6, 'the turns in between');
  });

  it('says when the recogniser is gone and that the recording goes on', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.publish(events, 'recogniser', { call_id: kNewCall, state: 'lost', speaker: 'agent' });
    await page.getByText('The recogniser is gone. The recording goes on').waitFor();
    await screenshot(page, 'live-recogniser-lost');
    server.publish(events, 'recogniser', { call_id: kNewCall, state: 'back', speaker: 'consumer' });
    await page.getByText('The recogniser is gone').waitFor();
    server.publish(events, 'recogniser', { call_id: kNewCall, state: 'back', speaker: 'agent' });
    await expectOf(() => page.getByText('The recogniser is gone').count(), (n) => n === 0, 'the notice goes');
  });

  it('stays at the bar on every page, with the last words, and ends from there', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/settings/profile');
    await callBar(page).waitFor();
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched from any page');
    server.flash(events, 'partial', { call_id: kNewCall, speaker: 'consumer', text: 'Sure, I can pay on Friday', start_ms: 17_600, sent_at_us: nowUs() });
    await callBar(page).getByText('Sure, I can pay on Friday').waitFor();
    await isAccessible(page, 'call bar on the profile page');
    await screenshot(page, 'call-bar');
    await openCalls(page);
    await callBar(page).waitFor();
    assert.equal(server.watchers(events), 1, 'moving between pages does not reopen the stream');
    await endCall(page);
    await expectOf(() => callStatus(page), (s) => s === 'completed', 'ended');
    await callBar(page).getByRole('link', { name: 'Open the call' }).waitFor();
    await screenshot(page, 'call-bar-ended');
    await page.keyboard.press('d');
    await page.getByRole('textbox', { name: 'Number to call' }).waitFor();
    await callBar(page).getByRole('button', { name: 'Dismiss' }).click();
    await expectOf(() => callBar(page).count(), (n) => n === 0, 'put away');
  });

  it('keeps the words of an interrupted sentence until their turn takes their place', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.flash(events, 'partial', { call_id: kNewCall, speaker: 'consumer', text: 'I can pay', start_ms: 17_600, sent_at_us: nowUs() });
    await wordsUnderWay(page, 'consumer').getByText('pay').waitFor();
    const before = await finishedTurns(page).count();
    server.change(kNewCall, { status: 'completed', ended_at: new Date().toISOString() });
    await expectOf(() => callStatus(page), (s) => s === 'completed', 'ended');
    assert.equal(await wordsUnderWay(page, 'consumer').count(), 1, 'what was being said is still there');
    server.publish(events, 'turn', { ...kSegments[3], call_id: kNewCall, speaker: 'consumer', content: 'I can pay', words: [], start_ms: 17_600, end_ms: 18_400 });
    await expectOf(() => finishedTurns(page).count(), (n) => n === before + 1, 'the turn');
    assert.equal(await wordsUnderWay(page, 'consumer').count(), 0);
  });

  it('keeps a failed ending visible with its retry', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    server.faults.set(`POST /api/calls/${kNewCall}/end`, { status: 502, code: 'VENDOR_ERROR' });
    await open('/dial');
    await callBar(page).waitFor();
    await page.keyboard.press('Shift+E');
    await callBar(page).getByRole('alert').getByText('VENDOR_ERROR').waitFor();
    await isAccessible(page, 'ending failed');
    await screenshot(page, 'live-end-failed');
    server.faults.clear();
    await callBar(page).getByRole('button', { name: 'Try again' }).click();
    await expectOf(() => callStatus(page), (s) => s === 'completed', 'ended');
    await page.getByText('You talked for 0:12').waitFor();
    await isAccessible(page, 'ended');
    await screenshot(page, 'live-ended');
  });

  it('does not live its past again when the stream begins with it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    const row = { call_id: kNewCall, direction: 'outbound', to_number: '+12125550142', from_number: '+14155550100', started_at: null, ended_at: null, hangup_cause: null };
    server.publish(events, 'call', { ...row, status: 'initiated', answered_at: null });
    server.publish(events, 'call', { ...row, status: 'ringing', answered_at: null });
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { statusesSeen: seen });
      new MutationObserver(() => {
        const status = document.querySelector('section[data-status]')?.getAttribute('data-status');
        if (status && status !== seen.at(-1)) seen.push(status);
      }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-status'] });
    });
    await open('/dial');
    await expectOf(() => server.watchers(events), (n) => n === 1, 'the call is watched');
    server.change(kNewCall, { status: 'on_hold' });
    await expectOf(() => callStatus(page), (s) => s === 'on_hold', 'what is new');
    assert.deepEqual(await page.evaluate(() => (window as unknown as { statusesSeen: string[] }).statusesSeen), ['bridged', 'on_hold']);
  });

  it('is found again after a reload', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => onACall({ server: s }) });
    await open('/calls');
    await callBar(page).waitFor();
    await page.reload();
    await callBar(page).waitFor();
    assert.equal(await callStatus(page), 'bridged');
    assert.equal(server.user.id, kUser.id);
  });
});
