// What the console offers to whom, and what it says to whom it does not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';

// pages.md §1, as far as its pages exist.
const kMenus: Record<string, string[]> = {
  viewer: ['Calls', 'Search', 'Audio files', 'Team', 'Departments'],
  member: ['Calls', 'Search', 'Audio files', 'Team', 'Departments'],
  agent: ['Calls', 'Dial', 'Search', 'Audio files', 'Team', 'Departments'],
  operator: ['Calls', 'Dial', 'Search', 'Audio files', 'Team', 'Departments'],
  analyst: ['Calls', 'Search', 'Audio files', 'Team', 'Departments'],
  manager: ['Calls', 'Dial', 'Search', 'Audio files', 'Audit trail', 'Team', 'Departments'],
  compliance: ['Calls', 'Search', 'Audio files', 'Audit trail', 'Team', 'Departments'],
  admin: ['Calls', 'Dial', 'Search', 'Audio files', 'Audit trail', 'Team', 'Departments', 'Plan & usage', 'Roles', 'Feature flags', 'API keys', 'Webhooks'],
  owner: ['Calls', 'Dial', 'Search', 'Audio files', 'Audit trail', 'Team', 'Departments', 'Plan & usage', 'Roles', 'Feature flags', 'API keys', 'Webhooks'],
};

describe('The shell of each role', () => {
  const browser = aBrowser();

  for (const [role, menu] of Object.entries(kMenus)) {
    it(`offers ${role} what there is for them, in the menu and in the palette, and lands them on a page of theirs`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { role });
      await open('/');
      await page.waitForURL(/\/calls$/);
      const rail = page.getByRole('navigation', { name: 'Main navigation' }).first();
      await rail.getByRole('link', { name: 'Calls' }).waitFor();
      const shown = (await rail.getByRole('group').getByRole('link').allInnerTexts()).map((text) => text.trim());
      assert.deepEqual(shown, menu);
      assert.equal((await page.getByTestId('role').innerText()).toLowerCase(), role);
      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog');
      await palette.getByRole('combobox').waitFor();
      for (const name of ['Dial', 'Audit trail', 'Roles', 'Feature flags', 'API keys', 'Platform metrics'])
        assert.equal(await palette.getByRole('option', { name: new RegExp(`^${name}`) }).count(), menu.includes(name) ? 1 : 0, name);
    });
  }

  it('asks once what one may do, however many pages are looked at', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin' });
    await open('/settings/plan');
    for (const name of ['Roles', 'Feature flags', 'Calls', 'Plan & usage']) {
      await page.getByRole('navigation', { name: 'Main navigation' }).first().getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    assert.equal(server.asked.filter(({ path }) => path === '/api/rbac/context').length, 1);
  });

  it('shows who runs the platform its figures beside whatever else they are', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'viewer', scene: (server) => void (server.user.platform_role = 'platform_admin') });
    await open('/calls');
    await page.getByRole('link', { name: 'Platform metrics' }).click();
    await page.getByRole('heading', { level: 1, name: 'Platform metrics' }).waitFor();
  });

  for (const look of kLooks)
    it(`is accessible with every group in it, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'owner', scene: (server) => void (server.user.platform_role = 'platform_admin') });
      await open('/settings/plan');
      await page.getByText('16,840 of 20,000').waitFor();
      await isAccessible(page, `owner's shell ${look.name}`);
      await screenshot(page, `shell-owner-${look.name}`);
    });
});

describe('A page that is not for somebody', () => {
  const browser = aBrowser();
  for (const [path, right, asked] of [
    ['/settings/roles', 'seeing the roles', '/api/rbac/roles'],
    ['/admin/feature-flags', 'switching features', '/api/feature-flags/org'],
    ['/admin/api', 'managing API keys', '/api/organizations/api-keys'],
    ['/admin/metrics', 'seeing the platform’s figures', '/api/admin/metrics'],
    ['/reliability/jobs', 'seeing scheduled jobs', '/api/internal/cron-health'],
  ] as const)
    it(`${path} says which right is missing and asks the server nothing`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { role: 'agent' });
      await open(path);
      await page.getByText('You do not have this right').waitFor();
      await page.getByText(right).waitFor();
      assert.equal(server.asked.filter((each) => each.path === asked).length, 0);
      await isAccessible(page, `${path} forbidden`);
      await screenshot(page, `forbidden${path.replaceAll('/', '-')}`);
    });

  it('is explained by the server when it knows better than the menu', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'manager',
      scene: (server) => void server.faults.set('GET /api/audit-logs', { status: 403, code: 'FORBIDDEN' }),
    });
    await open('/compliance/audit');
    await page.getByText('You do not have this right').waitFor();
  });

  it('is explained by its plan where the plan is what is missing', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'compliance',
      scene: (server) =>
        void server.faults.set('GET /api/audit-logs', { status: 402, code: 'PLAN_UPGRADE_REQUIRED', current_plan: 'pro', required_plan: 'business' }),
    });
    await open('/compliance/audit');
    await page.getByText('You are on Pro; it takes Business or above.').waitFor();
    await isAccessible(page, 'plan lacks');
    await screenshot(page, 'plan-lacks-light');
    await page.getByRole('link', { name: 'Look at the plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plan & usage' }).waitFor();
  });
});

describe('A switch', () => {
  const browser = aBrowser();

  it('is decided, taken back, and added with a limit', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin' });
    await open('/admin/feature-flags');
    const voices = page.getByRole('switch', { name: 'Voices: ElevenLabs' });
    await voices.waitFor();
    assert.equal(await page.getByRole('switch', { name: 'Language model: Grok' }).isDisabled(), true, 'off for everybody');
    await voices.click({ force: true });
    await page.getByRole('button', { name: 'Use the default for Voices: ElevenLabs' }).click();
    await page.getByRole('button', { name: 'Use the default for Voices: ElevenLabs' }).waitFor({ state: 'detached' });
    assert.equal(await voices.isChecked(), true);
    await page.getByRole('button', { name: 'Add a switch' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Feature' }).fill('beta_notes');
    await dialog.getByRole('textbox', { name: 'Uses a day' }).fill('20');
    await isAccessible(page, 'add a switch');
    await screenshot(page, 'flag-add-light');
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('Beta notes').waitFor();
    await page.getByText('41 of 20 today').waitFor();
    const decided = server.asked.filter(({ method, path }) => method === 'POST' && path === '/api/feature-flags/org').map(({ body }) => body);
    assert.deepEqual(decided, [{ feature: 'elevenlabs_tts_enabled', enabled: false }, { enabled: true, feature: 'beta_notes', daily_limit: 20 }]);
  });

  it('springs back and says why when it was refused', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin' });
    await open('/admin/feature-flags');
    const chat = page.getByRole('switch', { name: 'Language model: OpenAI' });
    await chat.waitFor();
    server.faults.set('PUT /api/feature-flags/org/openai_chat_enabled', { status: 503, code: 'DATABASE_UNAVAILABLE' });
    await chat.click({ force: true });
    await page.getByText('The database is not available').waitFor();
    assert.equal(await chat.isChecked(), true);
  });

  it('for everybody is the platform’s alone', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'admin', scene: (server) => void (server.user.platform_role = 'platform_admin') });
    await open('/admin/feature-flags');
    await page.getByRole('switch', { name: 'Language model: Grok, for everybody' }).click({ force: true });
    await page.getByText('Off for everybody', { exact: true }).waitFor({ state: 'detached' });
    await isAccessible(page, 'flags of the platform');
    await screenshot(page, 'flags-platform-light');
  });
});
