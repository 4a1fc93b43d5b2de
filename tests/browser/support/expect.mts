// Waiting for what should become true, without sleeping.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

export type { Locator, Page };

const kPatienceMs = 20_000;
const kBetweenMs = 40;

/** Reads until the value satisfies, and fails with the last one seen. */
export async function expectOf<T>(read: () => T | Promise<T>, satisfies: (value: T) => boolean, what: string, patienceMs = kPatienceMs): Promise<T> {
  const until = Date.now() + patienceMs;
  let last: T;
  do {
    last = await read();
    if (satisfies(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, kBetweenMs));
  } while (Date.now() < until);
  assert.fail(`${what}; last seen: ${JSON.stringify(last)}`);
}
