import { describe, it } from 'node:test';
import { type PageShown, pagesShown } from './pages_shown.mts';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';

const nameOf = ({ path }: PageShown, what: string) => `page${path.replace(/[[\]]/g, '').replaceAll('/', '-')}-${what}`;

// A page that complains, of a policy or of itself, fails with its desk.
describe('Every page of the console', () => {
  const browser = aBrowser();

  for (const shown of pagesShown) {
    const desk = { signedIn: !shown.public, ...(shown.role ? { role: shown.role } : {}), ...(shown.scene ? { scene: shown.scene } : {}) };
    const address = shown.open ?? shown.path;

    for (const look of kLooks.filter(({ name }) => name !== '390-dark')) {
      it(`${shown.path} shows what it is for, accessible and whole, in ${look.name}`, async (t) => {
        const { page, open } = await aDesk(t, browser(), { ...look, ...desk });
        await open(address);
        await shown.shows(page);
        await isAccessible(page, `${shown.path} ${look.name}`);
        await screenshot(page, nameOf(shown, look.name));
      });
    }

    if (shown.empty) {
      const { scene, shows } = shown.empty;
      it(`${shown.path} says what belongs there when there is nothing`, async (t) => {
        const { page, open } = await aDesk(t, browser(), { ...desk, scene: scene ?? (() => {}) });
        await open(address);
        await shows(page);
        await isAccessible(page, `${shown.path} empty`);
        await screenshot(page, nameOf(shown, 'empty'));
      });
    }

    if (shown.asks) {
      const asks = shown.asks;
      it(`${shown.path} says what failed, and comes back`, async (t) => {
        const { page, open, server } = await aDesk(t, browser(), {
          ...desk,
          scene: (s) => {
            shown.scene?.(s);
            s.faults.set(asks, { status: 429, code: 'RATE_LIMIT' });
          },
        });
        await open(address);
        const alert = page.getByRole('alert').filter({ hasText: 'RATE_LIMIT' });
        await alert.waitFor();
        await isAccessible(page, `${shown.path} failed`);
        server.faults.clear();
        await alert.getByRole('button', { name: 'Try again' }).click();
        await shown.shows(page);
      });
    }
  }
});
