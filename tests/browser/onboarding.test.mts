// The first steps of an organisation: who begins there, how one walks through them, leaves, comes back, and is done.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { kFounded, kInvites, kOnboarding } from './support/story.mts';

const founded = (more: Partial<typeof kOnboarding> = {}) => (server: FakeServer) => void (server.onboarding = { ...structuredClone(kFounded), ...more });
const aNumber = { numbers: ['+13125550199', '+13125550101'], provisioned_number: '+13125550199' };
const step = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const rail = (page: Page) => page.getByRole('navigation', { name: 'Main navigation' }).first();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const told = (server: FakeServer) => server.asked.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/onboarding')).map(({ path, body }) => [path.split('/').at(-1), body]);

describe('A new organisation', () => {
  const browser = aBrowser();

  for (const role of ['admin', 'owner'])
    it(`begins with its first steps for its ${role}, who may leave them for later`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { role, scene: founded() });
      await open('/');
      await page.waitForURL(/\/onboarding$/);
      await step(page, 'Your plan');
      await press(page, 'Later');
      await page.waitForURL(/\/calls$/);
      assert.deepEqual(told(server), []);
      await open('/');
      await page.waitForURL(/\/calls$/);
      await rail(page).getByRole('link', { name: 'Finish setting up' }).click();
      await step(page, 'Your plan');
    });

  for (const role of ['agent', 'manager', 'compliance'])
    it(`asks nothing about its first steps for a ${role}, and explains the page to them`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { role, scene: founded() });
      await open('/');
      await page.waitForURL(/\/calls$/);
      assert.equal(await rail(page).getByRole('link', { name: 'Finish setting up' }).count(), 0);
      await open('/onboarding');
      await page.getByText('You do not have this right').waitFor();
      assert.deepEqual(server.asked.filter(({ path }) => path.startsWith('/api/onboarding')), []);
      await isAccessible(page, `onboarding for ${role}`);
    });

  it('lets its admin in where nobody can say how far it has come', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'admin',
      scene: (server) => void server.faults.set('GET /api/onboarding', { status: 503, code: 'DATABASE_UNAVAILABLE' }),
    });
    await open('/');
    await page.waitForURL(/\/calls$/);
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    assert.equal(await rail(page).getByRole('link', { name: 'Finish setting up' }).count(), 0);
  });

  it('is left alone once it is set up', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'owner' });
    await open('/');
    await page.waitForURL(/\/calls$/);
    assert.equal(await rail(page).getByRole('link', { name: 'Finish setting up' }).count(), 0);
    await open('/onboarding');
    await page.getByText('Your organisation is set up').waitFor();
    await page.getByText('6 of 6 done').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Later' }).count(), 0);
    await isAccessible(page, 'onboarding done');
  });
});

describe('The walk through the first steps', () => {
  const browser = aBrowser();

  it('sets the organisation up by keyboard, and lands where work begins', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'owner', scene: founded({ ...aNumber, provisioned_number: null }) });
    server.says.set('POST /api/team/invites', () => ({ status: 201, body: { success: true, invite: kInvites[0]!, invite_url: 'https://harborline.example/accept-invite#token=Zk3Qx8bT1v', email: 'promised' } }));
    await open('/onboarding');
    await step(page, 'Your plan');
    const pressed = async (name: string, role: 'button' | 'link' = 'button') => {
      await page.getByRole(role, { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await pressed('Start the 14-day trial');
    await step(page, 'Your number');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Your number', 'who moves on reads on');
    await page.getByText('(312) 555-0101').waitFor();
    await page.getByText('shown by default').waitFor();
    await pressed('Continue');

    await step(page, 'When you call, and what is checked');
    await page.getByRole('combobox', { name: 'Time zone' }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('chicago');
    await page.getByRole('option', { name: 'America/Chicago' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Calling ends').fill('22:30');
    await pressed('Confirm and continue');
    await page.getByText('must be HH:MM, 21:00 or earlier').waitFor();
    await isAccessible(page, 'hours the server refused');
    await page.getByLabel('Calling ends').fill('20:00');
    await page.getByRole('switch', { name: 'Begin calls with the disclosure' }).press('Space');
    await pressed('Confirm and continue');

    await step(page, 'A call to your own phone');
    assert.equal(await page.getByRole('link', { name: 'Open the dialler' }).getAttribute('href'), '/dial');
    await pressed('Skip for now');
    await step(page, 'Invite your team');
    await page.getByRole('textbox', { name: 'Email' }).fill('jonas.berg@harborline.example');
    await pressed('Send invitation');
    await page.getByText('An invitation is on its way to jonas.berg@harborline.example.').waitFor();
    await pressed('Invite somebody else');
    await page.getByRole('textbox', { name: 'Email' }).waitFor();
    await pressed('Continue');

    await step(page, 'Ready');
    await page.getByText('08:00–20:00 America/Chicago').waitFor();
    await pressed('Finish');
    await page.getByText('Your organisation is set up').waitFor();
    assert.equal(await rail(page).getByRole('link', { name: 'Finish setting up' }).count(), 0);
    assert.deepEqual(told(server), [
      ['setup', { plan: 'business' }],
      ['compliance', { timezone: 'America/Chicago', calling_hours_start: '08:00', calling_hours_end: '22:30', dnc_enabled: true, disclosure_enabled: true }],
      ['compliance', { timezone: 'America/Chicago', calling_hours_start: '08:00', calling_hours_end: '20:00', dnc_enabled: true, disclosure_enabled: false }],
      ['progress', { step: 6 }],
      ['progress', { step: 7 }],
      ['progress', { step: 8 }],
    ]);
    await page.getByRole('main').getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
  });

  it('is taken up where it was left, and any step can be looked at', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), {
      role: 'admin',
      scene: founded({ step: 6, trial_available: false, plan: 'business', plan_status: 'trialing', compliance: kOnboarding.compliance }),
    });
    await open('/onboarding');
    await step(page, 'Invite your team');
    await page.getByText('4 of 6 done').waitFor();
    const steps = page.getByRole('navigation', { name: 'Steps' });
    assert.equal(await steps.getByRole('link', { name: /^Team/ }).getAttribute('aria-current'), 'step');
    await steps.getByRole('link', { name: /^Plan/ }).click();
    await step(page, 'Your plan');
    await page.reload();
    await step(page, 'Your plan');
    await press(page, 'Continue');
    await step(page, 'Your number');
    await page.getByText('No number yet').waitFor();
    await press(page, 'Continue');
    await step(page, 'When you call, and what is checked');
    await page.goBack();
    await step(page, 'Your number');
    assert.deepEqual(told(server), [], 'what was passed is not told again');
  });

  it('does not end before the calling rules are answered for', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'admin', scene: founded({ step: 7 }) });
    await open('/onboarding');
    await step(page, 'When you call, and what is checked');
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /^Launch/ }).click();
    await page.getByText('The calling rules have to be confirmed before you can finish.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Finish' }).count(), 0);
    await isAccessible(page, 'launch without rules');
    await page.getByRole('main').getByRole('status').getByRole('link', { name: 'Calling rules' }).click();
    await step(page, 'When you call, and what is checked');
  });

  it('says what the server refused, and lets one try again', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin', scene: founded() });
    server.faults.set('POST /api/onboarding/setup', { status: 429, code: 'RATE_LIMIT' });
    await open('/onboarding');
    await press(page, 'Stay on Free');
    await page.getByRole('alert').filter({ hasText: 'RATE_LIMIT' }).waitFor();
    server.faults.clear();
    await press(page, 'Stay on Free');
    await step(page, 'Your number');
    server.faults.set('POST /api/onboarding/progress', { status: 409, code: 'CONFLICT', message: 'The rules for calling come first: POST /api/onboarding/compliance.' });
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /^Team/ }).click();
    await press(page, 'Skip for now');
    await page.getByText('The step could not be noted').waitFor();
    await isAccessible(page, 'a step that was refused');
  });

  for (const look of kLooks)
    for (const [name, heading, more] of [
      ['plan', 'Your plan', {}],
      ['number', 'Your number', { step: 2, ...aNumber }],
      ['rules', 'When you call, and what is checked', { step: 2 }],
      ['call', 'A call to your own phone', { step: 3, ...aNumber }],
      ['invite', 'Invite your team', { step: 6 }],
      ['launch', 'Ready', { step: 7, ...aNumber, compliance: kOnboarding.compliance }],
    ] as const)
      it(`looks as it should at ${name}, in ${look.name}`, async (t) => {
        const { page, open } = await aDesk(t, browser(), { ...look, role: 'owner', scene: founded(more as Partial<typeof kOnboarding>) });
        await open(`/onboarding?step=${name}`);
        await step(page, heading);
        await isAccessible(page, `${name} ${look.name}`);
        await screenshot(page, `onboarding-${name}-${look.name}`);
      });

  it('is walked in Spanish', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'owner', locale: 'es-ES', scene: founded() });
    await open('/onboarding?step=rules');
    await step(page, 'Cuándo llama y qué se comprueba');
    await page.getByRole('switch', { name: 'Respetar las listas de no llamar' }).waitFor({ state: 'attached' });
    await isAccessible(page, 'onboarding in Spanish');
    await screenshot(page, 'onboarding-rules-es');
  });
});

describe('The settings', () => {
  const browser = aBrowser();

  for (const [role, places] of [
    ['agent', ['Profile', 'Security', 'Organisation', 'Team', 'Departments', 'Plan & usage']],
    ['admin', ['Profile', 'Security', 'Organisation', 'Team', 'Departments', 'Plan & usage', 'Roles', 'Feature flags', 'API keys', 'Webhook failures']],
  ] as const)
    it(`are an index of what ${role} may see`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { role });
      await open('/calls');
      await rail(page).getByRole('link', { name: 'Settings' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      const shown = await page.getByRole('main').getByRole('link').evaluateAll((links) => links.map((link) => link.querySelector('span span')?.textContent));
      assert.deepEqual(shown, [...places]);
      await isAccessible(page, `settings of ${role}`);
      await screenshot(page, `settings-${role}`);
    });

  it('lead to the first steps while these are open', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'admin', width: 'narrow', scene: founded() });
    await open('/settings');
    await page.getByRole('main').getByRole('link', { name: /^Finish setting up/ }).waitFor();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Finish setting up' }).click();
    await step(page, 'Your plan');
  });

  it('send who runs the platform from /admin to its figures', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'viewer', scene: (server) => void (server.user.platform_role = 'platform_admin') });
    await open('/admin');
    await page.getByRole('heading', { level: 1, name: 'Platform metrics' }).waitFor();
  });
});
