// One desk for one test: its own server, its own browser profile, already signed in; cleared away when the test is over.
import assert from 'node:assert/strict';
import { type TestContext, after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Visit, launch, visit } from './browser.mts';
import { FakeServer } from './fake_server.mts';
import { kPassword } from './story.mts';

export interface Desk {
  server: FakeServer;
  page: Page;
  /** Opens an address of this desk's console. */
  open(path: string): Promise<void>;
}

export interface DeskOptions extends Visit {
  role?: string;
  signedIn?: boolean;
  /** Set the scene before the first page is opened. */
  scene?: (server: FakeServer) => void;
}

/** One browser for a file of tests. */
export function aBrowser(): () => Browser {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(async () => {
    await browser.close();
  });
  return () => browser;
}

export async function aDesk(t: TestContext, browser: Browser, options: DeskOptions = {}): Promise<Desk> {
  const server = new FakeServer();
  if (options.role) server.user = { ...server.user, role: options.role };
  options.scene?.(server);
  await server.start();
  const { context, page, complaints } = await visit(browser, options);
  t.after(async () => {
    await context.close();
    await server.stop();
    assert.deepEqual(complaints, [], 'the page complained');
  });
  if (options.signedIn !== false) {
    // The cookie comes as it does in life, from the server; only the form is skipped.
    await page.goto(`${server.url}/favicon.svg`);
    await page.evaluate(
      async ([email, password]) => {
        const { csrf_token } = await (await fetch('/api/auth/csrf')).json();
        await fetch('/api/auth/callback/credentials', {
          method: 'POST',
          headers: { 'X-CSRF-Token': csrf_token, 'Content-Type': 'application/json' },
          body: JSON.stringify({ email, password }),
        });
      },
      [server.user.email, kPassword] as const,
    );
  }
  return {
    server,
    page,
    open: async (path) => {
      await page.goto(server.url + path, { waitUntil: 'domcontentloaded' });
    },
  };
}

/** Every look a page must hold in: two themes and a phone. */
export const kLooks = [
  { name: 'light', scheme: 'light', width: 'wide' },
  { name: 'dark', scheme: 'dark', width: 'wide' },
  { name: '390', scheme: 'light', width: 'narrow' },
  { name: '390-dark', scheme: 'dark', width: 'narrow' },
] as const;
