// A value against what the document says it must be, before the server is asked. The server decides; this only spares a trip, so
// what is not said here is no error.
import type { Constraint } from '../api/operation.ts';
import type { Key, Values } from '../i18n/catalogue.ts';

/** What is wrong with it, as a sentence of the catalogue; nothing when it may be sent. */
export function faultOf(value: unknown, wanted: Constraint): { key: Key; values?: Values } | null {
  if (isLeftOut(value)) return wanted.required ? { key: 'form.required' } : null;
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = wanted;
    if (wanted.type === 'integer' && !Number.isInteger(value)) return { key: 'form.whole' };
    if (value < minimum) return { key: 'form.minimum', values: { minimum } };
    if (value > maximum) return { key: 'form.maximum', values: { maximum } };
  }
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = Infinity, pattern } = wanted;
    // The server counts characters, not the halves some of them are made of.
    const length = [...value].length;
    if (length < minLength) return { key: 'form.shorter', values: { n: minLength } };
    if (length > maxLength) return { key: 'form.longer', values: { n: maxLength } };
    if (wanted.enum && !wanted.enum.includes(value)) return { key: 'form.choose' };
    if (pattern && !new RegExp(pattern, 'u').test(value)) return { key: 'form.pattern' };
  }
  return null;
}

export const isLeftOut = (value: unknown): boolean => value === undefined || value === null || value === '';

/** From how many characters on a text deserves more than one line. */
const kLongText = 300;

/** Whether one line is the place to type it. */
export const isPlainText = ({ type, enum: choices, maxLength = 0 }: Constraint): boolean =>
  !choices && (type === 'string' || type === 'any') && maxLength <= kLongText;

/** The field a problem's path speaks of: "lines[2].text" is about `lines`. */
export const fieldOf = (path: string): string => /^[^.[]*/.exec(path)![0];
