// Inviting somebody and making a key: what is shown this once stands where it can be read and taken along.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { kApiKeys, kInvites, kMembers } from './support/story.mts';

const kLink = 'https://harborline.example/accept-invite#token=Zk3Qx8bT1vN5yL0sW7uHc2RjD4pGfA6eM9oKiB';
const scene = (server: FakeServer): void => {
  server.says.set('GET /api/team/members', { success: true, members: kMembers, total: kMembers.length });
  server.says.set('GET /api/team/invites', { success: true, invites: kInvites });
  server.says.set('POST /api/team/invites', () => ({ status: 201, body: { success: true, invite: kInvites[0]!, invite_url: kLink, email: 'promised' } }));
  server.says.set('GET /api/organizations/api-keys', { success: true, api_keys: kApiKeys });
  server.says.set('POST /api/organizations/api-keys', () => ({
    status: 201,
    body: { success: true, api_key: kApiKeys[0]!, key: 'wib_live_GcuUqX4vZk3Qx8bT1vN5yL0sW7uHc2RjD4pGfA6eM9o' },
  }));
};

/** How far the least distant of what the dialog holds stands from its edges, left, right and below. */
const margin = (page: Page): Promise<number> =>
  page.getByRole('dialog').evaluate((dialog) => {
    const frame = dialog.getBoundingClientRect();
    const held = [...dialog.querySelectorAll('p, button, input, [role=status]')].map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 1);
    return Math.min(...held.flatMap((box) => [box.left - frame.left, frame.right - box.right, frame.bottom - box.bottom]));
  });

describe('A dialog', () => {
  const browser = aBrowser();

  for (const look of kLooks.filter(({ name }) => name !== '390-dark')) {
    it(`shows the link of an invitation with room about it, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'admin', scene });
      await open('/settings/team');
      await page.getByRole('button', { name: 'Invite somebody' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Email' }).fill('jonas.berg@harborline.example');
      await dialog.getByRole('combobox', { name: 'Role' }).click();
      await dialog.getByRole('option', { name: 'Manager' }).click();
      await screenshot(page, `team-invite-${look.name}`);
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await dialog.getByText('An invitation is on its way to jonas.berg@harborline.example.').waitFor();
      assert.ok((await margin(page)) >= 8, `${await margin(page)} px`);
      await isAccessible(page, `invited ${look.name}`);
      await screenshot(page, `team-invited-${look.name}`);
    });

    it(`shows a new key with room about it, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'admin', scene });
      await open('/admin/api');
      await page.getByRole('button', { name: 'New key' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
      await screenshot(page, `key-making-${look.name}`);
      await dialog.getByRole('button', { name: 'New key' }).click();
      await dialog.getByText(/^wib_live_/).waitFor();
      assert.ok((await margin(page)) >= 8, `${await margin(page)} px`);
      await isAccessible(page, `key made ${look.name}`);
      await screenshot(page, `key-made-${look.name}`);
    });
  }

  it('says that the plan has no room for another person, and where to look at it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin', scene });
    server.faults.set('POST /api/team/invites', { status: 402, code: 'QUOTA_EXCEEDED', current_plan: 'starter', metric: 'users', used: '5', limit: '5' });
    await open('/settings/team');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Email' }).fill('noor@harborline.example');
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await dialog.getByText('People on Starter: at most 5, counting invitations that may still be accepted.').waitFor();
    await isAccessible(page, 'the plan is full');
    await screenshot(page, 'team-plan-full-light');
    await dialog.getByRole('link', { name: 'Look at the plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plan & usage' }).waitFor();
  });
});
