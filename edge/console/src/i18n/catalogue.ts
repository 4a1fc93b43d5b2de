import type { en } from './en.ts';

export type Key = keyof typeof en;
export type Catalogue = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;
export type Language = 'en' | 'es';

export const kLanguages: readonly Language[] = ['en', 'es'];

/** The sentence with its braces filled; `n: 1` picks the sentence for exactly one where there is one. */
export function say(catalogue: Catalogue, key: Key, values: Values = {}): string {
  const one = `${key}.one` as Key;
  const sentence = values['n'] === 1 && one in catalogue ? catalogue[one] : catalogue[key];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** For names only the server knows: its own sentence when we have one, else the name with spaces. */
export function sayOr(catalogue: Catalogue, key: string, fallback: string): string {
  return key in catalogue ? catalogue[key as Key] : humanised(fallback);
}

export function humanised(name: string): string {
  const words = name.replace(/[_.:]+/g, ' ').trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : words;
}
