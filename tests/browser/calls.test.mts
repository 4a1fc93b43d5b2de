import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callRows, expectOf } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import { aCall, kCallId, manyCalls } from './support/story.mts';
import type { FakeServer } from './support/fake_server.mts';

const many = (server: FakeServer) => {
  server.withStory();
  server.calls = manyCalls();
};

describe('The list of calls', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`shows calls, accessible and whole, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, scene: many });
      await open('/calls');
      await callRows(page).first().waitFor();
      assert.equal(await callRows(page).count(), 24);
      await isAccessible(page, `calls ${look.name}`);
      await screenshot(page, `calls-${look.name}`);
    });

    it(`says what belongs here when there is nothing, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), look);
      await open('/calls');
      await page.getByText('No calls yet').waitFor();
      await isAccessible(page, `calls empty ${look.name}`);
      await screenshot(page, `calls-empty-${look.name}`);
      if (look.name === 'light') {
        await page.getByRole('link', { name: 'Place the first call' }).click();
        await page.waitForURL(/\/dial$/);
      }
    });

    it(`says what failed, with code and request id, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), {
        ...look,
        scene: (s) => {
          many(s);
          s.faults.set('GET /api/calls', { status: 429, code: 'RATE_LIMIT' });
        },
      });
      await open('/calls');
      const alert = page.getByRole('alert');
      await alert.getByText('RATE_LIMIT').waitFor();
      assert.match((await alert.textContent()) ?? '', /wb-/);
      await isAccessible(page, `calls failed ${look.name}`);
      await screenshot(page, `calls-failed-${look.name}`);
      server.faults.clear();
      await alert.getByRole('button', { name: 'Try again' }).click();
      await callRows(page).first().waitFor();
    });
  }

  it('says which right is missing and who can give it', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      scene: (s) => s.faults.set('GET /api/calls', { status: 403, code: 'FORBIDDEN' }),
    });
    await open('/calls');
    await page.getByText('You do not have this right').waitFor();
    await page.getByText('An admin or owner of Harborline Recovery can give it to you').waitFor();
    await isAccessible(page, 'calls forbidden');
    await screenshot(page, 'calls-forbidden');
  });

  it('shows the shape of the table while it waits', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: (s) => s.faults.set('GET /api/calls', 'hang') });
    await open('/calls');
    await page.getByTestId('skeleton').first().waitFor();
    await isAccessible(page, 'calls loading');
    await screenshot(page, 'calls-loading');
  });

  it('keeps filters and search in the address, and gives them back', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: many });
    await open('/calls');
    await callRows(page).first().waitFor();
    const status = page.getByRole('group', { name: 'Status' });
    await status.getByRole('button', { name: 'Busy' }).click();
    await page.waitForURL(/\?status=busy$/);
    await expectOf(() => callRows(page).count(), (n) => n === 3, 'busy calls');
    await page.getByRole('searchbox', { name: 'Search by number' }).fill('999');
    await page.waitForURL(/status=busy&search=999/);
    await page.getByText('Nothing matches').waitFor();
    assert.equal(server.lastAsked('GET', '/api/calls')?.query.get('search'), '999');
    await isAccessible(page, 'calls without a match');
    await screenshot(page, 'calls-no-match');
    await page.getByRole('searchbox', { name: 'Search by number' }).fill('(999) 1');
    await expectOf(() => server.lastAsked('GET', '/api/calls')?.query.get('search'), (s) => s === '9991', 'digits are looked for');
    await page.reload();
    await page.getByText('Nothing matches').waitFor();
    assert.equal(await status.getByRole('button', { name: 'Busy' }).getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await expectOf(() => callRows(page).count(), (n) => n === 24, 'all calls');
  });

  it('turns its pages, and the page is in the address', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), {
      scene: (s) => {
        many(s);
        s.pageSize = 10;
      },
    });
    await open('/calls');
    await callRows(page).first().waitFor();
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.waitForURL(/\?page=2$/);
    await page.getByText('Page 2 of 3').waitFor();
    await expectOf(() => server.lastAsked('GET', '/api/calls')?.query.get('page'), (p) => p === '2', 'the second page was asked for');
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.waitForURL(/\/calls$/);
  });

  it('is worked with j, k, Enter and / alone', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: many });
    await open('/calls');
    await callRows(page).first().waitFor();
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['row']);
    const second = await callRows(page).nth(1).locator('a[data-row]').getAttribute('data-row');
    await page.keyboard.press('j');
    assert.equal(await focused(), kCallId);
    await page.keyboard.press('j');
    assert.equal(await focused(), second);
    await screenshot(page, 'calls-row-chosen');
    await page.keyboard.press('k');
    assert.equal(await focused(), kCallId);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Search by number');
    await page.keyboard.press('j');
    assert.equal(await page.getByRole('searchbox', { name: 'Search by number' }).inputValue(), 'j', 'letters are letters while typing');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/calls/${kCallId}$`));
  });

  it('changes a row the moment its call changes, and shows a new call without being asked', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: many });
    await open('/calls');
    await callRows(page).first().waitFor();
    await expectOf(() => server.watchers('/api/live'), (n) => n === 1, 'one stream');
    const fresh = aCall({ id: '0197a3c0-1111-7000-8000-0000000009ff', status: 'ringing', user_id: null, user_name: 'Ines Aguado', to_number: '+12025550147', answered_at: null, ended_at: null, talk_seconds: null, created_at: new Date().toISOString(), started_at: new Date().toISOString() });
    server.add(fresh, { recordings: [] });
    server.change(fresh.id, { status: 'ringing' });
    const row = callRows(page).filter({ hasText: '(202) 555-0147' });
    await row.getByText('Ringing').waitFor();
    await screenshot(page, 'calls-live');
    server.change(fresh.id, { status: 'in_progress', answered_at: new Date().toISOString() });
    await row.getByText('In progress').waitFor();
  });

  it('keeps what it shows when a refresh fails, and says so', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: many });
    await open('/calls');
    await callRows(page).first().waitFor();
    server.faults.set('GET /api/calls', { status: 429, code: 'RATE_LIMIT' });
    server.change(kCallId, { status: 'completed' });
    await page.getByRole('alert').getByText('RATE_LIMIT').waitFor();
    assert.equal(await callRows(page).count(), 24);
  });

  it('speaks Spanish, dates and all', async (t) => {
    const { page, open } = await aDesk(t, browser(), { locale: 'es-ES', scene: many });
    await open('/calls');
    await page.getByRole('heading', { name: 'Llamadas', level: 1 }).waitFor();
    await callRows(page).first().waitFor();
    await screenshot(page, 'calls-es');
  });
});
