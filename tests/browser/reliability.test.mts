import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
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
