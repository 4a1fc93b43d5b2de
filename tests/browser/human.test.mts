// Forms that ask for a person, with the sandbox's stand-in for Cloudflare's widget.
import assert from 'node:assert/strict';
import { type TestContext, describe, it } from 'node:test';
import { Turnstile } from '../sandbox/turnstile/siteverify.mts';
import { serve_widget } from '../sandbox/turnstile/widget.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { type DeskOptions, aBrowser, aDesk, kLooks } from './support/desk.mts';

const kSite = '0x4AAAAAAA-site';
const kSecret = '0x4AAAAAAA-secret';

describe('A form that asks for a person', () => {
  const browser = aBrowser();

  async function aForm(t: TestContext, options: DeskOptions = {}) {
    const turnstile = new Turnstile(kSite, kSecret);
    const widget = await serve_widget(turnstile, 0);
    t.after(() => widget.close());
    const desk = await aDesk(t, browser(), {
      signedIn: false,
      ...options,
      scene: (server) => {
        server.widget = { siteKey: kSite, script: `http://127.0.0.1:${widget.port}/turnstile/v0/api.js?render=explicit` };
        server.says.set('POST /api/auth/signup', ({ headers }: { headers: Record<string, unknown> }) => {
          const question = { secret: kSecret, response: headers['x-human-proof'] ?? '' };
          const { success } = turnstile.verify('application/json', Buffer.from(JSON.stringify(question))) as { success: boolean };
          return success ? { status: 201, body: { success: true, user: {} } } : { status: 403, body: { error: 'No.', code: 'HUMAN_CHECK_FAILED' } };
        });
        options.scene?.(server);
      },
    });
    const { page } = desk;
    const fill = async () => {
      await page.getByRole('textbox', { name: 'Your name' }).fill('Ines Duarte');
      await page.getByRole('textbox', { name: 'Email' }).fill('ines@harbor.test');
      await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    };
    const press = () => page.getByRole('button', { name: 'Create account' }).click();
    return { ...desk, turnstile, fill, press, frame: page.frameLocator('iframe') };
  }

  for (const look of kLooks) {
    it(`is accessible and whole in ${look.name}`, async (t) => {
      const { page, open, frame } = await aForm(t, look);
      await open('/signup');
      await frame.getByText('Success').waitFor();
      await isAccessible(page, `sign-up with the widget ${look.name}`);
      await screenshot(page, `signup-person-${look.name}`);
    });
  }

  it('sends what the widget hands out, however soon one presses', async (t) => {
    const { page, open, fill, press, server, turnstile } = await aForm(t);
    await open('/signup');
    await fill();
    await press();
    await page.getByText('Your account is ready.').waitFor();
    assert.match(String(server.lastAsked('POST', '/api/auth/signup')!.headers['x-human-proof']), /^0\./);
    assert.equal(turnstile.log.length, 1);
  });

  it('asks again after a refusal, for a token is good once', async (t) => {
    const { page, open, fill, press, server } = await aForm(t);
    server.faults.set('POST /api/auth/signup', { status: 409, code: 'CONFLICT' });
    await open('/signup');
    await fill();
    await press();
    await page.getByText('There is an account with this address already.').waitFor();
    const first = server.lastAsked('POST', '/api/auth/signup')!.headers['x-human-proof'];
    server.faults.clear();
    await press();
    await page.getByText('Your account is ready.').waitFor();
    assert.notEqual(server.lastAsked('POST', '/api/auth/signup')!.headers['x-human-proof'], first);
  });

  it('waits for a hand where the widget wants one, and says so', async (t) => {
    const { page, open, fill, press, server, turnstile, frame } = await aForm(t);
    turnstile.mood = 'asks';
    await open('/signup');
    await fill();
    await frame.getByRole('checkbox').waitFor();
    await press();
    await page.getByRole('alert').getByText('Please confirm that you are a person first').waitFor();
    assert.equal(server.lastAsked('POST', '/api/auth/signup'), undefined, 'nobody is asked in vain');
    await frame.getByRole('checkbox').click();
    await page.locator('[data-human="solved"]').waitFor();
    await press();
    await page.getByText('Your account is ready.').waitFor();
  });

  it('says what failed where the widget refuses, and begins anew', async (t) => {
    const { page, open, turnstile } = await aForm(t);
    turnstile.mood = 'blocks';
    await open('/signup');
    const alert = page.getByRole('alert').filter({ hasText: 'did not work' });
    await alert.waitFor();
    await isAccessible(page, 'sign-up, refused by the widget');
    await screenshot(page, 'signup-person-failed');
    turnstile.mood = 'passes';
    await alert.getByRole('button', { name: 'Check again' }).click();
    await page.locator('[data-human="solved"]').waitFor();
  });

  it('says so when the script cannot be loaded', async (t) => {
    const { page, open } = await aForm(t);
    await page.route('**/turnstile/v0/api.js*', (route) => route.abort());
    await open('/signup');
    await page.getByRole('alert').filter({ hasText: 'did not work' }).waitFor();
  });

  it('is a page of its own: the sign-in page may load no widget', async (t) => {
    const { page, open, frame } = await aForm(t);
    await open('/signin');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await frame.getByText('Success').waitFor();
    await page.getByRole('link', { name: 'I have an account' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.evaluate(() => 'turnstile' in window), false, 'and is left with it');
  });
});
