import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectOf, signIn, signOut } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import { kPassword, kUser } from './support/story.mts';

describe('The sign-in page', () => {
  const browser = aBrowser();
  const credentials = { email: kUser.email, password: kPassword };

  for (const look of kLooks) {
    it(`is accessible and whole in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { signedIn: false, ...look });
      await open('/signin');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await isAccessible(page, `sign-in ${look.name}`);
      await screenshot(page, `signin-${look.name}`);
    });
  }

  it('brings a person back to the page that was asked for', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false, scene: (s) => s.withStory() });
    await open('/calls?status=completed&search=212');
    await page.waitForURL(/\/signin\?return=/);
    await signIn(page, credentials);
    await page.waitForURL(/\/calls\?status=completed&search=212$/);
    assert.equal(await page.getByRole('searchbox', { name: 'Search by number' }).inputValue(), '212');
  });

  it('never sends a person to somebody else’s address', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    for (const evil of ['//evil.example/', '/\\evil.example', 'https://evil.example/']) {
      await open(`/signin?return=${encodeURIComponent(evil)}`);
      await signIn(page, credentials);
      await page.waitForURL(/\/calls$/);
      await signOut(page);
    }
  });

  it('says one thing for every wrong sign-in, and keeps the address typed', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: false });
    await open('/signin');
    await page.getByRole('textbox', { name: 'Email' }).fill('somebody@else.example');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('do not match an account').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Email' }).inputValue(), 'somebody@else.example');
    assert.equal(server.lastAsked('POST', '/api/auth/callback/credentials')?.headers['x-csrf-token'], 'pre-token');
    await isAccessible(page, 'sign-in refused');
    await screenshot(page, 'signin-refused');
  });

  it('asks for what is missing before it asks the server', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: false });
    await open('/signin');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your email address').waitFor();
    assert.equal(server.lastAsked('POST', '/api/auth/callback/credentials'), undefined);
  });

  it('shows code and request id when the server is in trouble, and works again after it', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: false });
    server.faults.set('POST /api/auth/callback/credentials', { status: 503, code: 'DATABASE_UNAVAILABLE' });
    await open('/signin');
    await page.getByRole('textbox', { name: 'Email' }).fill(kUser.email);
    await page.getByLabel('Password', { exact: true }).fill(kPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('DATABASE_UNAVAILABLE').waitFor();
    const asked = server.lastAsked('POST', '/api/auth/callback/credentials')!;
    assert.match((await alert.textContent()) ?? '', new RegExp(String(asked.headers['x-correlation-id'])));
    server.faults.clear();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/calls$/);
  });

  it('comes up when a session ends elsewhere, and nothing typed is lost', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { scene: (s) => s.withStory() });
    await open('/dial');
    await page.getByRole('textbox', { name: 'Number to call' }).fill('(415) 555-0177');
    server.revokeSessions();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.waitForURL(/\/signin\?return=%2Fdial&reason=expired/);
    await page.getByText('Your session has ended').waitFor();
    await screenshot(page, 'signin-expired');
    await signIn(page, credentials);
    await page.waitForURL(/\/dial$/);
    await expectOf(
      () => page.getByRole('textbox', { name: 'Number to call' }).inputValue(),
      (value) => value === '(415) 555-0177',
      'the number typed before the session ended',
    );
  });

  it('speaks Spanish to those who do', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false, locale: 'es-ES' });
    await open('/signin');
    await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
    await screenshot(page, 'signin-es');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  });
});
