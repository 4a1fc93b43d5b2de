// The steps that exist. Their numbers are the server's (rules of the product §22); those between them, mail accounts and imports, have
// no page to lead to.
import type { Onboarding } from '../../api/types.ts';

export const kSteps = [
  { id: 'plan', step: 1 },
  { id: 'number', step: 2 },
  { id: 'rules', step: 3 },
  { id: 'call', step: 6 },
  { id: 'invite', step: 7 },
  { id: 'launch', step: 8 },
] as const;

export type StepId = (typeof kSteps)[number]['id'];

export const isStep = (id: unknown): id is StepId => kSteps.some((each) => each.id === id);

/** What a step asks for is done, or was passed over where it may be. The rules for calling are answered for, or they are not. */
export function isDone({ id, step }: (typeof kSteps)[number], now: Onboarding): boolean {
  if (id === 'rules') return now.compliance.confirmed_at !== null;
  if (id === 'launch') return now.completed_at !== null;
  return step <= now.step;
}

export const doneOf = (now: Onboarding): number => kSteps.filter((each) => isDone(each, now)).length;

/** Where one goes on. */
export const nextOf = (now: Onboarding): StepId => (kSteps.find((each) => !isDone(each, now)) ?? kSteps.at(-1)!).id;

/** The step behind one, in the order they are walked. */
export const after = (id: StepId): StepId => kSteps[Math.min(kSteps.findIndex((each) => each.id === id) + 1, kSteps.length - 1)]!.id;
