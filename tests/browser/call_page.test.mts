import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectOf, openCall, openCalls, panel, player, playerAt, playerReady, transcriptLines } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { aCall, aDetail, kCallId, kHash, kRecordingId, kRecordingMs, kSegments, kFinal } from './support/story.mts';

const story = (server: FakeServer) => void server.withStory();
const stream = `/api/recordings/stream/${kRecordingId}`;

describe('A call’s page', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`shows the conversation and its facts, accessible and whole, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'compliance', scene: story });
      await open(`/calls/${kCallId}`);
      await playerReady(page);
      await expectOf(() => transcriptLines(page).count(), (n) => n === kSegments.length, 'every line');
      await panel(page, 'Audit trail').getByText('Recording accessed ×3').waitFor();
      await isAccessible(page, `call ${look.name}`);
      await screenshot(page, `call-${look.name}`);
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      await screenshot(page, `call-end-${look.name}`);
    });

    it(`says that it does not exist or is not ours, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), look);
      await open('/calls/0197a3c0-1111-7000-8000-000000000666');
      await page.getByText('No such call').waitFor();
      await isAccessible(page, `no call ${look.name}`);
      await screenshot(page, `call-not-found-${look.name}`);
    });

    it(`says what failed, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), {
        ...look,
        scene: (s) => {
          story(s);
          s.faults.set(`GET /api/calls/${kCallId}`, { status: 429, code: 'RATE_LIMIT' });
        },
      });
      await open(`/calls/${kCallId}`);
      await page.getByRole('alert').getByText('RATE_LIMIT').waitFor();
      await isAccessible(page, `call failed ${look.name}`);
      await screenshot(page, `call-failed-${look.name}`);
      server.faults.clear();
      await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
      await player(page).waitFor();
    });
  }

  for (const look of kLooks) {
    it(`shows the final transcript as the record, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, scene: (s) => (story(s), void s.versions.set(kCallId, kFinal)) });
      await open(`/calls/${kCallId}`);
      await playerReady(page);
      const transcript = page.getByRole('region', { name: 'Transcript' }).first();
      await transcript.getByText('Authoritative', { exact: true }).waitFor();
      await transcript.getByText('Final · version 1').waitFor();
      assert.equal(await transcript.getByText('Preview', { exact: true }).count(), 0);
      await expectOf(() => transcriptLines(page).count(), (n) => n === kSegments.length, 'every line');
      const word = kSegments[4]!.words[4]!;
      await transcriptLines(page).nth(4).getByText(word.text, { exact: true }).click();
      await expectOf(() => playerAt(page), (s) => Math.abs(s - word.start_ms / 1000) < 0.2, 'a word seeks');
      await isAccessible(page, `final transcript ${look.name}`);
      await screenshot(page, `call-final-${look.name}`);
    });

    it(`says that the final transcript was given up, and has it made again, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), {
        ...look,
        role: 'manager',
        scene: (s) => (story(s), void s.versions.set(kCallId, { transcript_status: 'failed_permanent', failure_reason: '503 away', versions: [] })),
      });
      await open(`/calls/${kCallId}`);
      await playerReady(page);
      await page.getByRole('alert').getByText('was given up. Reason: 503 away.').waitFor();
      await page.getByText('Preview', { exact: true }).first().waitFor();
      await isAccessible(page, `transcript given up ${look.name}`);
      await screenshot(page, `call-transcript-given-up-${look.name}`);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('is waiting to be made').waitFor();
      assert.ok(server.lastAsked('POST', `/api/calls/${kCallId}/transcription`));
      server.versions.set(kCallId, kFinal);
      server.publish('/api/live', 'transcription', { call_id: kCallId, recording_id: kRecordingId, status: 'completed', version: 1 });
      await page.getByText('Final · version 1').waitFor();
    });
  }

  it('offers an agent no second making of a transcript', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'agent', scene: (s) => (story(s), void s.versions.set(kCallId, { transcript_status: 'failed_permanent', failure_reason: 'quota_exceeded', versions: [] })) });
    await open(`/calls/${kCallId}`);
    await page.getByRole('alert').getByText('used up').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  });

  it('says which part failed and keeps the rest', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'manager',
      scene: (s) => {
        story(s);
        s.faults.set(`GET /api/calls/${kCallId}/transcript`, { status: 429, code: 'RATE_LIMIT' });
        s.faults.set(`GET /api/calls/${kCallId}/timeline`, { status: 404, code: 'NOT_FOUND' });
        s.faults.set('GET /api/audit-logs', { status: 403, code: 'FORBIDDEN' });
      },
    });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    await page.getByRole('alert').getByText('RATE_LIMIT').waitFor();
    await page.getByText('Missing: reading the audit trail').waitFor();
    await isAccessible(page, 'call with failed parts');
    await screenshot(page, 'call-parts-failed');
  });

  it('neither asks for the audit trail nor speaks of it to those who may not read it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'agent', scene: story });
    await open(`/calls/${kCallId}`);
    await panel(page, 'Timeline').getByText('Recording stored').waitFor();
    assert.equal(await panel(page, 'Audit trail').count(), 0);
    assert.equal(server.lastAsked('GET', '/api/audit-logs'), undefined);
  });

  it('tells known, guessed and not checked apart', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    const facts = panel(page, 'Facts');
    await facts.getByText('2 passed · 0 blocked · 14 not checked').waitFor();
    assert.deepEqual(
      await facts.locator('li[data-outcome="not_checked"]').evaluateAll((all) => all.map((e) => Number((e as HTMLElement).dataset['checks']))),
      [13, 1],
      'checks left out for one reason share its line',
    );
    const colour = (outcome: string) => facts.locator(`li[data-outcome="${outcome}"] svg`).first().evaluate((e) => getComputedStyle(e).color);
    assert.notEqual(await colour('not_checked'), await colour('passed'));
    assert.ok((await facts.getByText('Authoritative', { exact: true }).count()) >= 2);
    await page.getByRole('region', { name: 'Transcript' }).first().getByText('Preview').waitFor();
    assert.equal(await facts.getByRole('button', { name: /^Copy the hash/ }).getAttribute('title'), kHash);
    assert.equal(await facts.getByText('(212) 555-0142').getAttribute('title'), '+12125550142');
  });

  it('plays two channels, and the length is the recording’s own', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    assert.equal(await playerReady(page), kRecordingMs / 1000);
    assert.deepEqual(
      server.asked.filter((a) => a.path === stream).map((a) => a.headers.range),
      [undefined],
      'looking reads once; nothing is asked for to be heard yet',
    );
    await player(page).getByRole('button', { name: 'Play' }).click();
    await expectOf(() => playerAt(page), (s) => s > 0.3, 'it plays');
    await player(page).getByRole('button', { name: 'Pause' }).click();
    assert.equal(await page.locator('audio').evaluate((a: HTMLAudioElement) => Math.round(a.duration * 1000)), kRecordingMs);
    assert.ok(server.asked.some((a) => a.path === stream && a.headers.range), 'the audio comes by ranges');
    assert.equal(server.asked.filter((a) => a.path === stream && !a.headers.range).length, 1, 'the outline is read once');
  });

  it('seeks by clicking a word, the time of a turn, and the waveform', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    const word = kSegments[4]!.words[4]!;
    await transcriptLines(page).nth(4).getByText(word.text, { exact: true }).click();
    await expectOf(() => playerAt(page), (s) => Math.abs(s - word.start_ms / 1000) < 0.05, 'at the word');
    await page.getByRole('button', { name: 'Agent, Play from 0:11' }).click();
    await expectOf(() => playerAt(page), (s) => Math.abs(s - 11.8) < 0.05, 'at the turn');
    const box = (await page.getByTestId('waveform').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + 30);
    await expectOf(() => playerAt(page), (s) => Math.abs(s - kRecordingMs / 2000) < 0.3, 'in the middle');
    await expectOf(() => page.getByTestId('clock').textContent(), (text) => /^0:15 \/ 0:30$/.test(text ?? ''), 'the clock');
  });

  it('shows what was said as text, whatever it looks like', async (t) => {
    const said = '<img src=x onerror=alert(1)> I pay <b>sixty</b> & no more';
    const words = said.split(' ').map((text, i) => ({ text, start_ms: 1_200 + i * 300, end_ms: 1_480 + i * 300, confidence: 0.9 }));
    const { page, open } = await aDesk(t, browser(), {
      scene: (s) => {
        story(s);
        s.segments.set(kCallId, [
          { ...kSegments[0], content: said, words },
          { ...kSegments[1], content: said, words: [] },
        ]);
      },
    });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    for (const line of await transcriptLines(page).locator('p').all()) assert.equal((await line.textContent())?.trim(), said);
    assert.equal(await page.locator('main img').count(), 0);
  });

  it('follows the audio in the transcript', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    const line = transcriptLines(page).nth(5);
    await line.getByRole('button').click();
    await expectOf(() => line.getAttribute('data-speaking'), (v) => v !== null, 'the turn being heard');
    await page.keyboard.press('m');
    await page.locator('h1').click();
    await page.keyboard.press('Space');
    await expectOf(() => line.locator('[data-heard]').count(), (n) => n === 1, 'the word being heard');
    const first = await line.locator('[data-heard]').textContent();
    await expectOf(async () => (await line.locator('[data-heard]').count()) && (await line.locator('[data-heard]').textContent()), (now) => !!now && now !== first, 'the next word');
    await screenshot(page, 'call-playing');
    await page.keyboard.press('Space');
  });

  it('is played with Space, arrows and M alone', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    const audio = <T,>(read: (a: HTMLAudioElement) => T) => page.locator('audio').evaluate(read);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expectOf(() => playerAt(page), (s) => Math.abs(s - 10) < 0.05, 'ten seconds on');
    await page.keyboard.press('ArrowLeft');
    await expectOf(() => playerAt(page), (s) => Math.abs(s - 5) < 0.05, 'five back');
    await page.keyboard.press('Space');
    await expectOf(() => audio((a) => a.paused), (p) => p === false, 'plays');
    await page.keyboard.press('Space');
    await expectOf(() => audio((a) => a.paused), (p) => p === true, 'pauses');
    await page.keyboard.press('m');
    await expectOf(() => audio((a) => a.muted), (m) => m === true, 'muted');
  });

  it('finds words, marks them, and goes from one to the next', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open(`/calls/${kCallId}`);
    await playerReady(page);
    await page.keyboard.press('/');
    await page.keyboard.type('friday');
    await page.getByText('1 of 2').waitFor();
    assert.deepEqual(await page.locator('[data-match]').allTextContents(), ['Friday,', 'Friday,']);
    await isAccessible(page, 'transcript searched');
    await screenshot(page, 'call-search');
    await page.keyboard.press('Enter');
    await page.getByText('2 of 2').waitFor();
    await page.keyboard.press('Escape');
    await expectOf(() => page.locator('[data-match]').count(), (n) => n === 0, 'cleared');
    await page.getByRole('searchbox', { name: 'Search in the transcript' }).fill('two minutes');
    await page.getByText('1 of 1').waitFor();
    await page.getByRole('searchbox', { name: 'Search in the transcript' }).fill('attorney');
    await page.getByText('No match').waitFor();
  });

  it('shows the player by itself once the recording is stored', async (t) => {
    const call = aCall();
    const { page, open, server } = await aDesk(t, browser(), {
      scene: (s) => {
        story(s);
        s.details.set(kCallId, aDetail(call, { recordings: [{ ...aDetail(call).recordings[0], status: 'uploading', derivatives: [] }] }));
      },
    });
    await open(`/calls/${kCallId}`);
    await page.getByText('The recording is being stored').waitFor();
    await screenshot(page, 'call-uploading');
    await expectOf(() => server.watchers(`/api/calls/${kCallId}/events`), (n) => n === 1, 'the call is watched');
    server.details.set(kCallId, aDetail(call));
    server.publish(`/api/calls/${kCallId}/events`, 'recording', { call_id: kCallId, recording_id: kRecordingId, status: 'stored', duration_ms: kRecordingMs });
    await playerReady(page);
  });

  it('says so when nothing was recorded or said', async (t) => {
    const call = aCall({ status: 'no_answer', answered_at: null, talk_seconds: 0, has_recording: false, hangup_cause: 'no_answer' });
    const { page, open } = await aDesk(t, browser(), {
      scene: (s) => {
        s.calls = [call];
        s.details.set(kCallId, aDetail(call, { recordings: [], gate: { checks: [] } }));
        s.timeline = [];
        s.audit = [];
      },
    });
    await open(`/calls/${kCallId}`);
    await page.getByText('This call has no recording').waitFor();
    await page.getByText('Nothing was said').waitFor();
    await page.getByText('No gate decision is stored with this call').waitFor();
    await isAccessible(page, 'call without a recording');
    await screenshot(page, 'call-empty');
  });

  it('plays on when only the outline fails, and says why when nothing can be heard', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), {
      scene: (s) => {
        story(s);
        s.faults.set(`GET ${stream}`, { status: 403, code: 'FORBIDDEN' });
      },
    });
    await open(`/calls/${kCallId}`);
    await player(page).getByRole('alert').getByText('FORBIDDEN').waitFor();
    await isAccessible(page, 'recording refused');
    await screenshot(page, 'call-recording-refused');
    server.faults.clear();
    await player(page).getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await playerReady(page);
  });

  it('shows the live words while the call is on, whoever’s it is', async (t) => {
    const call = aCall({ status: 'in_progress', ended_at: null, user_id: '0197a3c0-0000-7000-8000-0000000000b2', user_name: 'Ines Aguado', talk_seconds: null, answered_at: new Date(Date.now() - 15_000).toISOString() });
    const { page, open, server } = await aDesk(t, browser(), {
      role: 'manager',
      scene: (s) => {
        s.add(call, { recordings: [{ ...aDetail(call).recordings[0], status: 'recording' }] });
        s.segments.set(kCallId, kSegments.slice(0, 4));
      },
    });
    await open(`/calls/${kCallId}`);
    await page.getByRole('region', { name: 'Live words', exact: true }).getByText('two minutes').waitFor();
    assert.equal(await page.locator('section[aria-label="Current call"]').count(), 0, 'it is not this person’s call');
    await isAccessible(page, 'call page live');
    await screenshot(page, 'call-live');
    await expectOf(() => server.watchers(`/api/calls/${kCallId}/events`), (n) => n === 1, 'watched');
  });

  it('is reached from the list and left again', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: story });
    await open('/calls');
    await openCall(page, kCallId);
    assert.match(await page.title(), /^Call with \(212\) 555-0142 · Word Is Bond$/);
    await openCalls(page);
    assert.match(await page.title(), /^Calls · Word Is Bond$/);
  });
});
