// What of a list's question lives in the address: its filters and its page, checked against the document's own words, so that a
// mistyped or outdated address asks for what it can.
import type { Constraint, Operation, OperationId, QueryOf } from '../api/operation.ts';

/** How many at once is the page's choice, not the address's. */
export type SearchOf<Id extends OperationId> = Omit<QueryOf<Id>, 'limit'>;

/** For a route's `validateSearch`. */
export function searchOf<Id extends OperationId>(operation: Operation<Id>): (search: Record<string, unknown>) => SearchOf<Id> {
  const known = Object.entries(operation.query ?? {}) as [string, Constraint][];
  return (search) => {
    const kept: Record<string, unknown> = {};
    for (const [name, wanted] of known) {
      const value = name === 'limit' ? undefined : valueOf(search[name], wanted);
      // The default is what an address without the word says already.
      if (value !== undefined && value !== wanted.default) kept[name] = value;
    }
    return kept as SearchOf<Id>;
  };
}

function valueOf(given: unknown, { type, enum: choices, minimum = -Infinity, maximum = Infinity, maxLength = Infinity }: Constraint): unknown {
  if (given === undefined || given === null || given === '') return undefined;
  const text = String(given);
  if (choices) return choices.includes(text) ? text : undefined;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'integer' || type === 'number') {
    const number = Number(text);
    const fits = number >= minimum && number <= maximum && (type === 'number' || Number.isInteger(number));
    return fits ? number : undefined;
  }
  return text.length <= maxLength ? text : undefined;
}
