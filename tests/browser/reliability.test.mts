import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { kCronHealth } from './support/jobs_story.mts';
import { kFailure } from './support/story.mts';

describe('The webhook failures', () => {
  const browser = aBrowser();

  for (const look of kLooks.filter(({ name }) => name !== '390-dark'))
    it(`are inspected and replayed, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, signedIn: true, role: 'admin', scene: (s) => void (s.failures = [{ ...kFailure }]) });
      await open('/reliability/webhooks');
      await page.getByRole('button', { name: 'Inspect: call.hangup' }).click();
      const dialog = page.getByRole('dialog', { name: 'call.hangup' });
      await dialog.getByText('[masked]').first().waitFor();
      await isAccessible(page, `failure ${look.name}`);
      await screenshot(page, `failure-${look.name}`);
      await dialog.getByRole('textbox', { name: 'Notes' }).fill('The origin was away.');
      await dialog.getByRole('button', { name: 'Replay' }).click();
      await dialog.getByRole('status').getByText('Resolved').waitFor();
      assert.equal(await dialog.getByRole('button', { name: 'Replay' }).count(), 0, 'what is settled can only be read');
      const told = server.asked.find(({ method, path }) => method === 'PUT' && path === '/api/reliability/webhooks');
      assert.deepEqual(told?.body, { failure_id: kFailure.id, action: 'retry', resolution_notes: 'The origin was away.' });
      await screenshot(page, `failure-resolved-${look.name}`);
    });

  it('are discarded, or say why they cannot be', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: true, role: 'admin', scene: (s) => void (s.failures = [{ ...kFailure }]) });
    await open('/reliability/webhooks');
    await page.getByRole('button', { name: 'Inspect: call.hangup' }).click();
    const dialog = page.getByRole('dialog', { name: 'call.hangup' });
    server.faults.set('PUT /api/reliability/webhooks', { status: 409, code: 'CONFLICT', message: 'This failure has been settled already.' });
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await dialog.getByText('This failure has been settled already.').waitFor();
    server.faults.clear();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await dialog.getByRole('status').getByText('Discarded').waitFor();
  });
});

describe('The scheduled jobs', () => {
  const browser = aBrowser();
  const platform = (server: FakeServer) => {
    server.user = { ...server.user, platform_role: 'platform-admin' };
    server.says.set('GET /api/internal/cron-health', kCronHealth);
  };

  for (const look of kLooks.filter(({ name }) => name !== '390-dark'))
    it(`tell when each last ran and how it ended, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, signedIn: true, role: 'admin', scene: platform });
      await open('/reliability/jobs');
      await page.getByRole('status').getByText('A job is stale').waitFor();
      await page.getByRole('button', { name: 'History: Ended sessions and tokens' }).click();
      const dialog = page.getByRole('dialog', { name: 'Ended sessions and tokens' });
      await dialog.getByText('Failed · the database was away').waitFor();
      await dialog.getByText('Cut off · its process ended').waitFor();
      await dialog.getByText('17 done').waitFor();
      await dialog.getByText(/^2 missed times made good · /).waitFor();
      await isAccessible(page, `job ${look.name}`);
      await screenshot(page, `job-${look.name}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

  it('call nothing well that does not run', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: true, role: 'admin', scene: platform });
    await open('/reliability/jobs');
    const unused = page.getByRole('region', { name: 'Jobs not yet in use' });
    await unused.getByText('Payments due').waitFor();
    assert.equal(await unused.getByText('On time').count(), 0);
    await page.getByRole('region', { name: 'Jobs in use' }).getByText('On time').first().waitFor();
  });

  it('stand in the menu of the platform’s people', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: true, role: 'viewer', scene: platform });
    await open('/calls');
    await page.getByRole('navigation', { name: 'Main navigation' }).first().getByRole('link', { name: 'Scheduled jobs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Scheduled jobs' }).waitFor();
  });
});
