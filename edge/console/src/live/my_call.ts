// The call of the person at this desk: found among the organisation's active calls, or the one just placed here. It stays,
// ended, until it is put away, so that nothing vanishes from under a person's eyes.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { activeCallsQuery, callQuery } from '../api/queries.ts';
import type { CallDetail } from '../api/types.ts';
import { useUser } from '../session/session.ts';
import { type Liveness, useConversation, useLiveness } from './live.ts';

let chosen: string | null = null;
const putAway = new Set<string>();
const listeners = new Set<() => void>();

function choose(callId: string | null): void {
  if (chosen === callId) return;
  chosen = callId;
  for (const listener of listeners) listener();
}

/** The call this person has just placed. */
export const takeCall = (callId: string): void => choose(callId);

export const forgetMyCall = (): void => choose(null);

export interface MyCall {
  callId: string | null;
  call: CallDetail | null;
  isOn: boolean;
  liveness: Liveness;
  putAway(): void;
}

export function useMyCall(): MyCall {
  const user = useUser();
  const callId = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen,
  );
  const active = useQuery(activeCallsQuery);
  const mine = active.data?.calls.find((call) => call.user_id === user.id && !call.ended_at && !putAway.has(call.id));
  const detail = useQuery({ ...callQuery(callId ?? ''), enabled: callId !== null });
  const call = callId !== null ? (detail.data ?? null) : null;
  const isOn = call !== null && call.ended_at === null;

  // A call found among the active ones is taken up when there is none, or only an ended one.
  const found = mine && mine.id !== callId && !isOn && !(callId !== null && call === null) ? mine.id : null;
  useEffect(() => {
    if (found) choose(found);
  }, [found]);

  useConversation(callId, isOn);
  const liveness = useLiveness();
  return {
    callId,
    call,
    isOn,
    liveness,
    putAway() {
      if (callId) putAway.add(callId);
      choose(null);
    },
  };
}

/** The other side's number, as the list and every heading name a call. */
export const otherSide = (call: { direction: string; to_number: string | null; from_number: string | null }): string | null =>
  call.direction === 'inbound' ? call.from_number : call.to_number;
