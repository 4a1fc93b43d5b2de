import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectOf, playerAt, playerReady, transcriptLines } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { kCallId, kFinal, kFound, kRecordingId } from './support/story.mts';

const kAnswer = { success: true, results: kFound, next_cursor: null };
const scene = (server: FakeServer): void => {
  server.withStory();
  server.versions.set(kCallId, kFinal);
  server.says.set('GET /api/search', kAnswer);
};
const questions = (server: FakeServer) => server.asked.filter(({ path }) => path === '/api/search').map(({ query }) => Object.fromEntries(query));

describe('The search of transcripts', () => {
  const browser = aBrowser();

  for (const look of kLooks)
    it(`asks when the question is finished and shows what was said, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, role: 'agent', scene });
      await open('/search');
      await page.getByText('What was said?').waitFor();
      await isAccessible(page, `search begun ${look.name}`);
      await screenshot(page, `search-begun-${look.name}`);
      await page.keyboard.press('/');
      await page.keyboard.type('friday');
      assert.deepEqual(questions(server), [], 'no letter is a question');
      await page.keyboard.press('Enter');
      const found = page.getByRole('list', { name: 'Utterances found' });
      await found.getByRole('link').first().waitFor();
      assert.equal(await found.getByRole('listitem').count(), kFound.length);
      assert.deepEqual([...new Set((await found.locator('mark').allInnerTexts()).map((text) => text.toLowerCase()))], ['friday']);
      assert.deepEqual(questions(server), [{ q: 'friday' }]);
      await isAccessible(page, `search found ${look.name}`);
      await screenshot(page, `search-found-${look.name}`);
    });

  it('asks for one side and for days, and says so in the address', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'agent', scene });
    await open('/search?q=friday');
    await page.getByRole('group', { name: 'Who said it' }).getByRole('button', { name: 'Consumer' }).click();
    await page.waitForURL(/speaker=consumer/);
    await page.getByLabel('From').fill('2026-11-01');
    await page.waitForURL(/from=2026-11-01/);
    await page.getByLabel('To').fill('2026-11-20');
    await page.waitForURL(/to=2026-11-20/);
    await expectOf(async () => questions(server).length, (n) => n === 4, 'each is a question');
    const [from, to] = await page.evaluate(() => [new Date('2026-11-01T00:00').toISOString(), new Date('2026-11-21T00:00').toISOString()]);
    assert.deepEqual(questions(server).at(-1), { q: 'friday', speaker: 'consumer', from, to });
    await page.goBack();
    await expectOf(() => page.getByLabel('To').inputValue(), (value) => value === '', 'the way back');
  });

  it('leads to the moment of the call, where playing will begin, and asks for no sound', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'agent', scene });
    await open('/search?q=friday');
    const last = kFound.at(-1)!;
    await page.getByRole('list', { name: 'Utterances found' }).getByRole('link').last().click();
    await page.waitForURL(new RegExp(`/calls/${kCallId}\\?at=${last.start_ms}&recording=${kRecordingId}$`));
    await playerReady(page);
    const line = transcriptLines(page).nth(last.utterance_index);
    await expectOf(() => line.getAttribute('data-found'), (value) => value !== null, 'the line is shown');
    await expectOf(() => playerAt(page), (s) => Math.abs(s - last.start_ms / 1000) < 0.05, 'and playing begins there');
    assert.ok(await line.evaluate((each) => each.getBoundingClientRect().bottom <= innerHeight && each.getBoundingClientRect().top >= 0), 'it is on the screen');
    const sound = server.asked.filter(({ path }) => path.startsWith('/api/recordings/stream/'));
    assert.deepEqual(sound.map(({ headers }) => headers.range), [undefined], 'the outline is read, nothing is listened to');
    await screenshot(page, 'search-moment-light');
  });

  it('goes on where the page ended', async (t) => {
    const [first, ...rest] = kFound;
    const { page, open, server } = await aDesk(t, browser(), {
      role: 'viewer',
      scene: (s) => {
        scene(s);
        s.says.set('GET /api/search', ({ query }) => ({ status: 200, body: query.get('cursor') === 'further' ? { ...kAnswer, results: rest } : { ...kAnswer, results: [first], next_cursor: 'further' } }));
      },
    });
    await open('/search?q=friday');
    await page.getByText('The newest 1; there are more').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText(`${kFound.length} found`, { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
    assert.deepEqual(questions(server), [{ q: 'friday' }, { q: 'friday', cursor: 'further' }]);
  });

  it('goes from answer to answer by keys', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'agent', scene });
    await open('/search?q=friday');
    const links = page.getByRole('list', { name: 'Utterances found' }).getByRole('link');
    await links.first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.ok(await links.nth(1).evaluate((each) => each === document.activeElement));
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/calls\//);
  });

  it('says that a word is missing', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'agent', scene });
    server.faults.set('GET /api/search', { status: 400, code: 'VALIDATION_ERROR', details: [{ path: 'q', message: 'must name a word to look for' }] });
    await open('/search?q=-friday');
    await page.getByRole('alert').getByText('A word is missing').waitFor();
    await isAccessible(page, 'search without a word');
    await screenshot(page, 'search-no-word-light');
  });

  it('shows what was said as text', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'agent',
      scene: (s) => {
        scene(s);
        s.says.set('GET /api/search', { ...kAnswer, results: [{ ...kFound[0], parts: [{ text: '<img src=x onerror=alert(1)>', hit: false }, { text: '<b>bold</b>', hit: true }] }] });
      },
    });
    await open('/search?q=bold');
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.locator('mark').getByText('<b>bold</b>').waitFor();
    assert.equal(await page.getByRole('list', { name: 'Utterances found' }).locator('img, mark b').count(), 0);
  });
});
