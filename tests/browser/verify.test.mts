import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/evidence/${name}`, import.meta.url));
const kBundle = fixture('bundle.zip');
const kKey = fixture('signer.key').toString().trim();
const kStranger = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const named = (buffer: Buffer) => ({ name: 'call.zip', mimeType: 'application/zip', buffer });
const changed = (at: number) => {
  const copy = Buffer.from(kBundle);
  copy[at] = copy[at]! ^ 1;
  return copy;
};

describe('Evidence', () => {
  const browser = aBrowser();

  for (const look of kLooks)
    it(`is verified in the browser by somebody without an account, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, signedIn: false, scene: () => {} });
      await open('/verify');
      await page.getByLabel('Keys you trust').fill(kKey);
      const asked = server.asked.length;
      await page.getByLabel('Evidence bundle').setInputFiles([named(kBundle)]);
      const answer = page.getByRole('status');
      await answer.getByText('call.zip holds').waitFor();
      await answer.getByText('Every byte is what was signed, by a key you trust.').waitFor();
      const files = page.getByRole('listitem');
      await files.filter({ hasText: 'recordings/1.spool' }).getByText('103 records in one chain').waitFor();
      await files.filter({ hasText: 'audit.json' }).getByText('2 entries proven to be in the log').waitFor();
      assert.deepEqual(server.asked.slice(asked).filter(({ method }) => method !== 'GET'), [], 'nothing of the file is sent');
      await isAccessible(page, `verified ${look.name}`);
      await screenshot(page, `verify-holds-${look.name}`);

      const at = kBundle.indexOf('{"allowed":true}') + 3;
      await page.getByLabel('Evidence bundle').setInputFiles([named(changed(at))]);
      await answer.getByText('call.zip does not hold').waitFor();
      await answer.getByText('gate.json: This is not the file that was signed.').waitFor();
      await page.getByRole('heading', { name: 'Files that held before that' }).waitFor();
      await isAccessible(page, `changed ${look.name}`);
      await screenshot(page, `verify-changed-${look.name}`);
    });

  it('is worth what its signer is', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: () => {} });
    await open('/verify');
    const answer = page.getByRole('status');
    await page.getByLabel('Evidence bundle').setInputFiles([named(kBundle)]);
    await answer.getByText(/Whose key that is, nobody has said/).waitFor();
    await page.getByLabel('Keys you trust').fill(kStranger);
    await page.getByLabel('Evidence bundle').setInputFiles([named(kBundle)]);
    await answer.getByText('manifest.note: It is signed, but by none of the keys you trust.').waitFor();
    await page.getByLabel('Keys you trust').fill('no key');
    await page.getByLabel('Evidence bundle').setInputFiles([named(kBundle)]);
    await page.getByRole('alert').getByText('One of the lines above is no verifier key.').waitFor();
  });

  it('is told from what is none', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: () => {} });
    await open('/verify');
    const answer = page.getByRole('status');
    await page.getByLabel('Evidence bundle').setInputFiles([named(Buffer.from('<html>not at all what was asked for here</html>'))]);
    await answer.getByText('This is no evidence bundle.').waitFor();
    await page.getByLabel('Evidence bundle').setInputFiles([named(kBundle.subarray(0, 1000))]);
    await answer.getByText(/It ends before it is whole\.$/).waitFor();
    await page.getByLabel('Evidence bundle').setInputFiles([named(Buffer.alloc(0))]);
    await answer.getByText('It ends before it is whole.').waitFor();
  });

  it('is dropped on the page as well', async (t) => {
    const { page, open } = await aDesk(t, browser(), { scene: () => {} });
    await open('/verify');
    const held = await page.evaluateHandle((bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.zip'));
      return transfer;
    }, [...kBundle]);
    await page.getByText('Drop a bundle (.zip) here').dispatchEvent('drop', { dataTransfer: held });
    await page.getByRole('status').getByText('dropped.zip holds').waitFor();
  });
});
