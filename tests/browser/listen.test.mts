import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectOf, panel } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import type { Page } from './support/expect.mts';
import { aCall, aDetail, kCallId, kSegments } from './support/story.mts';

/** A call that is on, with sound. */
const onAir = (server: FakeServer): void => {
  server.withStory();
  const call = aCall({ status: 'bridged', ended_at: null, talk_seconds: null, hangup_cause: null, has_recording: true, answered_at: new Date(Date.now() - 60_000).toISOString() });
  server.calls = [call];
  const detail = aDetail(call);
  server.details.set(kCallId, { ...detail, ended_at: null, recordings: detail.recordings.map((one) => ({ ...one, status: 'recording', media_hash: null, derivatives: [] })) } as typeof detail);
  server.segments.set(kCallId, kSegments.slice(0, 3));
};
const listening = (page: Page) => page.getByRole('region', { name: 'Listening in' });
const begin = (page: Page) => listening(page).getByRole('button', { name: /^Listen (in|again)$/ }).click();
/** A hum in μ-law: 250 Hz, four cycles of it in 16 ms, loud enough for a meter. */
const hum = (loud: number) => Buffer.from(Array.from({ length: 160 }, (_, i) => muLaw(Math.round(loud * 30_000 * Math.sin((2 * Math.PI * 250 * i) / 8000)))));
function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}
/** Someone who speaks until told to stop, at a call's pace. */
function speaks(server: FakeServer, loud: [number, number]): () => void {
  let at = 0;
  const frames = [hum(loud[0]), hum(loud[1])];
  const timer = setInterval(() => {
    for (const track of [0, 1] as const) server.listeners.at(-1)!.say(track, at, frames[track]!);
    at += 20;
  }, 20);
  return () => clearInterval(timer);
}
const meter = (page: Page, who: string) => listening(page).getByRole('meter', { name: `${who}’s level as you hear it` });
const level = async (page: Page, who: string) => Number(await meter(page, who).getAttribute('aria-valuenow'));

describe('Listening in', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`plays both sides and says so, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, role: 'manager', scene: onAir });
      await open(`/calls/${kCallId}`);
      await listening(page).getByText('Nobody on the call hears you').waitFor();
      await isAccessible(page, `listening offered, ${look.name}`);
      await screenshot(page, `listen-offered-${look.name}`);
      await begin(page);
      await expectOf(async () => server.listeners.length, (n) => n === 1, 'a socket');
      assert.deepEqual(server.lastAsked('POST', `/api/calls/${kCallId}/monitor`)?.body, { mode: 'listen' });
      assert.equal(server.listeners[0]!.address.searchParams.get('monitor'), '0197a3c0-6666-4000-8000-000000000001');
      server.listeners[0]!.started();
      const hush = speaks(server, [0.8, 0.2]);
      try {
        await listening(page).getByText('You hear both sides. Nobody hears you.').waitFor();
        await expectOf(() => level(page, 'Consumer'), (n) => n > 60, 'the consumer is heard');
        await expectOf(() => level(page, 'Agent'), (n) => n > 8 && n < 40, 'the agent is heard, more quietly');
        await isAccessible(page, `listening, ${look.name}`);
        await listening(page).scrollIntoViewIfNeeded();
        await screenshot(page, `listen-on-${look.name}`);
      } finally {
        hush();
      }
      server.listeners[0]!.end('revoked', 1008);
      await page.getByRole('alert').getByText('Your right to listen has ended').waitFor();
      assert.equal(await listening(page).getAttribute('data-state'), 'ended');
      await isAccessible(page, `listening ended, ${look.name}`);
      await listening(page).scrollIntoViewIfNeeded();
      await screenshot(page, `listen-revoked-${look.name}`);
    });
  }

  it('asks for Opus where the browser decodes it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: onAir });
    await open(`/calls/${kCallId}`);
    await begin(page);
    await expectOf(async () => server.listeners.length, (n) => n === 1, 'a socket');
    const can = await page.evaluate(async () => typeof AudioDecoder !== 'undefined' && (await AudioDecoder.isConfigSupported({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 })).supported === true);
    t.diagnostic(`this Chromium decodes Opus: ${can}`);
    assert.equal(server.listeners[0]!.address.searchParams.get('format'), can ? 'opus' : 'g711');
  });

  it('asks for G.711 where the browser has no decoder', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: onAir });
    await page.addInitScript(() => void Reflect.deleteProperty(window, 'AudioDecoder'));
    await open(`/calls/${kCallId}`);
    await begin(page);
    await expectOf(async () => server.listeners.length, (n) => n === 1, 'a socket');
    assert.equal(server.listeners[0]!.address.searchParams.get('format'), 'g711');
  });

  it('stops when asked, says what is missing, and when the line breaks', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'compliance', scene: onAir });
    await open(`/calls/${kCallId}`);
    await begin(page);
    await expectOf(async () => server.listeners.length, (n) => n === 1, 'a socket');
    server.listeners[0]!.started();
    server.listeners[0]!.tell({ kind: 'gap', lost_packets: 12 });
    await listening(page).getByText('12 packets of sound are missing').waitFor();
    await listening(page).getByRole('button', { name: 'Stop listening' }).click();
    await expectOf(async () => server.listeners[0]!.closed, (closed) => closed, 'the socket closed');
    await begin(page);
    await expectOf(async () => server.listeners.length, (n) => n === 2, 'another socket');
    server.listeners[1]!.started();
    await listening(page).getByText('You hear both sides').waitFor();
    server.listeners[1]!.break();
    await page.getByRole('alert').getByText('The connection was lost').waitFor();
  });

  it('says by name why it is refused, and that the call is over', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), {
      role: 'manager',
      scene: (s) => (onAir(s), void s.faults.set(`POST /api/calls/${kCallId}/monitor`, { status: 503, code: 'CAPACITY' })),
    });
    await open(`/calls/${kCallId}`);
    await begin(page);
    await page.getByRole('alert').getByText('As many people listen to this call as may.').waitFor();
    server.faults.clear();
    await begin(page);
    await expectOf(async () => server.listeners.length, (n) => n === 1, 'a socket');
    server.listeners[0]!.started();
    await listening(page).getByText('You hear both sides').waitFor();
    server.change(kCallId, { status: 'completed', ended_at: new Date().toISOString() });
    server.listeners[0]!.end('call_ended', 1000);
    await listening(page).getByText('The call is over.').waitFor();
    assert.equal(await listening(page).getByRole('button').count(), 0, 'nothing is left to listen to');
  });

  it('is offered to nobody whose role does not include it, nor after the call', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'agent', scene: onAir });
    await open(`/calls/${kCallId}`);
    await panel(page, 'Facts').waitFor();
    assert.equal(await listening(page).count(), 0);
    const other = await aDesk(t, browser(), { role: 'manager', scene: (s) => void s.withStory() });
    await other.open(`/calls/${kCallId}`);
    await panel(other.page, 'Facts').waitFor();
    assert.equal(await listening(other.page).count(), 0);
  });
});
