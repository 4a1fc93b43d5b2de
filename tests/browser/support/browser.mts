// Chromium for tests: a fresh profile, no calls home, and a page that reports everything it complains about.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';

const kScreenshots = fileURLToPath(new URL('../../../build/screenshots/', import.meta.url));

export const kWide = { width: 1360, height: 860 };
export const kNarrow = { width: 390, height: 844 };

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--mute-audio',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

export interface Visit {
  width?: 'wide' | 'narrow';
  scheme?: 'light' | 'dark';
  locale?: string;
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Console errors, uncaught exceptions and policy violations so far. */
  complaints: string[];
}

export async function visit(browser: Browser, options: Visit = {}): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: options.width === 'narrow' ? kNarrow : kWide,
    colorScheme: options.scheme ?? 'light',
    locale: options.locale ?? 'en-US',
    timezoneId: 'America/New_York',
    hasTouch: options.width === 'narrow',
  });
  const page = await context.newPage();
  // How long a test believes that something will still come: costs nothing where it comes.
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refusal the test asked for is told by the network layer; what the page says itself is a complaint.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  return { context, page, complaints };
}

/** Axe finds nothing, and nothing overflows sideways. */
export async function isAccessible(page: Page, where: string): Promise<void> {
  // The shell may stand before its page has been fetched.
  await page.getByRole('heading', { level: 1, includeHidden: true }).first().waitFor({ state: 'attached' });
  await settle(page);
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    const { violations: all } = await run.run(document, {
      // Axe copies a shadow tree's styles into elements of its own, which no policy with nonces lets it.
      preload: { assets: ['media'] },
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    });
    return all.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} – ${n.failureSummary}`).join(' | ')}`);
  });
  assert.deepEqual(violations, [], `axe on ${where}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where} overflows by ${overflow} px`);
}

/** Fonts loaded and finite animations done, so that what is measured is what people see. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map((a) => a.finished));
  });
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(kScreenshots, { recursive: true });
  await settle(page);
  await page.screenshot({ path: `${kScreenshots}${name}.png` });
}
