import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectOf } from './pages.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk } from './support/desk.mts';

describe('The API reference', () => {
  const browser = aBrowser();

  it('says of an operation who may, how often, with what, and what comes back', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await open('/api-docs/start_call');
    const article = page.getByRole('article');
    await article.getByRole('button', { name: /^Path: \/api\/voice\/call/ }).waitFor();
    for (const words of ['Session, Agent or above', '20 in 5 minutes', 'makes one safe for 24 hours', '8 KiB']) await article.getByText(words).first().waitFor();
    const body = article.locator('section', { has: page.getByRole('heading', { level: 2, name: 'Body' }) });
    await body.getByText('to_number').waitFor();
    assert.equal(await body.getByText('required', { exact: true }).count(), 1, 'only the number is required');
    await body.getByText('bridge', { exact: true }).waitFor();
    await article.getByRole('row', { name: /403 COMPLIANCE_BLOCKED/ }).waitFor();
    await article.getByRole('row', { name: /422 IDEMPOTENCY_MISMATCH/ }).waitFor();
  });

  it('opens types in place and has a page for each', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await open('/api-docs/get_call');
    await page.getByRole('button', { name: 'call', exact: true }).click();
    await page.getByRole('button', { name: 'legs', exact: true }).click();
    await page.getByText('hangup_cause').nth(1).waitFor();
    await isAccessible(page, 'API types in place');
    await screenshot(page, 'api-docs-types');
    await page.getByRole('link', { name: 'CallLeg[]' }).click();
    await page.waitForURL(/\/api-docs\/types\/CallLeg$/);
    await page.getByRole('heading', { level: 1, name: 'CallLeg' }).waitFor();
    await page.getByRole('article').getByRole('link', { name: /One call with its legs/ }).waitFor();
    await isAccessible(page, 'API type');
    await screenshot(page, 'api-docs-type');
  });

  it('gives the example to be taken away, in the reader’s language, and remembers which', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('/api-docs/start_call');
    const examples = page.getByRole('complementary', { name: 'Examples' });
    await examples.getByRole('button', { name: 'Copy' }).first().click();
    await examples.getByText('Copied').waitFor();
    const taken = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(taken, /^curl -X POST "http:\/\/127\.0\.0\.1:\d+\/api\/voice\/call"/);
    assert.match(taken, /-H "Authorization: Bearer \$WIB_TOKEN"/);
    assert.match(taken, /"to_number": "\+\d+"/);
    await examples.getByRole('tab', { name: 'Python' }).click();
    await examples.getByText('import requests').waitFor();
    await page.reload();
    await examples.getByText('import requests').waitFor();
  });

  it('is searched from the keyboard', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await open('/api-docs');
    await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('call_transcript');
    const list = page.getByRole('navigation', { name: 'Operations' });
    await expectOf(() => list.getByRole('listitem').count(), (n) => n === 1, 'one operation');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/api-docs\/call_transcript$/);
    await page.keyboard.type(' nothing of the kind');
    await list.getByText('Nothing matches').waitFor();
    await isAccessible(page, 'API search without a match');
  });

  it('lists what is looked for on a phone too', async (t) => {
    const { page, open } = await aDesk(t, browser(), { width: 'narrow', signedIn: false });
    await open('/api-docs');
    await page.getByRole('searchbox', { name: 'Search operations' }).fill('hang');
    await screenshot(page, 'api-docs-search-390');
    await page.getByRole('navigation', { name: 'Operations' }).getByRole('link').first().click();
    await page.getByRole('article').waitFor();
    await page.getByRole('link', { name: 'API reference' }).click();
    await page.waitForURL(/\/api-docs$/);
  });

  it('gives the document itself', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await open('/api-docs');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download openapi.json' }).click()]);
    assert.equal(download.suggestedFilename(), 'openapi.json');
  });

  it('stands inside the console for who is signed in, a key or a word away', async (t) => {
    const { page, open } = await aDesk(t, browser(), {});
    await open('/calls');
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor();
    await page.getByRole('navigation', { name: 'Main navigation' }).first().waitFor();
    await isAccessible(page, 'API reference in the console');
    await screenshot(page, 'api-docs-console');
    await open('/dial');
    await page.getByRole('heading', { level: 1, name: 'Dial' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('api ref');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/api-docs$/);
  });

  it('says what it does not have', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: false });
    await open('/api-docs/time_travel');
    await page.getByText('There is nothing named “time_travel”').waitFor();
    await isAccessible(page, 'API operation missing');
    await page.getByRole('link', { name: 'Overview' }).last().click();
    await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor();
  });

  it('is named in Spanish around the document’s own English', async (t) => {
    const { page, open } = await aDesk(t, browser(), { locale: 'es-ES', signedIn: false });
    await open('/api-docs/list_calls');
    await page.getByText('En la consulta').waitFor();
    await isAccessible(page, 'API operation in Spanish');
    await screenshot(page, 'api-docs-es');
  });
});
