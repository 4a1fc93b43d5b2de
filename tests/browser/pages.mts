// The console as a test speaks of it: by roles and names people hear, in English. The same words drive the page tests here and the
// tests against the real stack.
import { type Locator, type Page, expectOf } from './support/expect.mts';

export interface Credentials {
  email: string;
  password: string;
}

/** From the sign-in page to the page that was asked for. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main navigation' }).first().waitFor({ state: 'attached' });
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

export interface Dialled {
  /** As a person types it. */
  number: string;
  /** Bridge: the phone to ring first. Left out for a direct call. */
  ownPhone?: string;
}

/** Opens the dial pad, places a call and waits until the page shows it. Returns the call's id. */
export async function placeCall(page: Page, { number, ownPhone }: Dialled): Promise<string> {
  await page.getByRole('link', { name: 'Dial', exact: true }).locator('visible=true').first().click();
  await page.getByRole('textbox', { name: 'Number to call' }).fill(number);
  await page.getByRole('radio', { name: ownPhone ? 'Bridge to my phone' : 'Direct' }).check({ force: true });
  if (ownPhone) await page.getByRole('textbox', { name: 'Your phone' }).fill(ownPhone);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const words = liveWords(page);
  await words.waitFor();
  return (await words.getAttribute('data-call-id'))!;
}

export const callBar = (page: Page): Locator => page.locator('section[aria-label="Current call"][data-call-id]');

/** The status of the call at the bar, as the server names it ("bridged"). */
export const callStatus = (page: Page): Promise<string | null> => callBar(page).getAttribute('data-status');

export async function endCall(page: Page): Promise<void> {
  await callBar(page).getByRole('button', { name: 'End call' }).click();
}

export const liveWords = (page: Page): Locator => page.getByRole('region', { name: 'Live words', exact: true });

/** Finished turns on the screen, in order. */
export const finishedTurns = (page: Page): Locator => liveWords(page).getByRole('log').locator('[data-segment]');

/** Words under way of one side: each is a `[data-word]` with `data-word-at`, the newest with `data-sent-at-us`. */
export const wordsUnderWay = (page: Page, speaker: 'agent' | 'consumer'): Locator =>
  liveWords(page).locator(`[data-under-way][data-speaker="${speaker}"]`);

export interface WordOnScreen {
  callId: string;
  speaker: 'agent' | 'consumer';
  text: string;
  /** Server clock, microseconds: when the last audio frame behind the word was received. */
  sentAtUs: number;
  /** Browser clock, microseconds: when the word stood in the DOM. */
  shownAtUs: number;
  delayMs: number;
}

/** Every word that reached the DOM while it was being spoken, with its two moments. */
export const wordsOnScreen = (page: Page): Promise<WordOnScreen[]> =>
  page.evaluate(() => performance.getEntriesByName('wib:word').map((mark) => (mark as PerformanceMark).detail as WordOnScreen));

/** "live", "late", "cut" or "connecting". */
export const liveState = (page: Page): Promise<string | null> => page.getByTestId('live').getAttribute('data-state');

export async function openCalls(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Calls', exact: true }).locator('visible=true').first().click();
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
}

export const callRows = (page: Page): Locator => page.locator('tr', { has: page.locator('a[data-row]') });

/** Opens a call's page from the list. */
export async function openCall(page: Page, callId: string): Promise<void> {
  await page.locator(`a[data-row="${callId}"]`).click();
  await page.getByRole('heading', { level: 1, name: /^Call with/ }).waitFor();
}

export const player = (page: Page): Locator => page.getByRole('region', { name: 'Recording player' });

/** Waits until the recording can be played and its outline is drawn. Returns its length in seconds, as the audio says. */
export async function playerReady(page: Page, timeout = 15_000): Promise<number> {
  await page.locator('section[aria-label="Recording player"][data-waveform="ready"]').waitFor({ timeout });
  return Number(await player(page).getAttribute('data-duration'));
}

/** Where the audio is, in seconds. */
export const playerAt = (page: Page): Promise<number> => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);

export const transcriptLines = (page: Page): Locator => page.getByRole('region', { name: 'Transcript' }).locator('li[data-segment]');

export const panel = (page: Page, name: 'Facts' | 'Timeline' | 'Audit trail'): Locator => page.getByRole('region', { name, exact: true });

export { expectOf };
