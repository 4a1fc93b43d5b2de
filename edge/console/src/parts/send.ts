import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { type ApiProblem, call } from '../api/client.ts';
import type { AnswerOf, Asking, Operation, OperationId } from '../api/operation.ts';

interface SendOptions<Id extends OperationId> {
  /** Instead of simply asking. */
  send?: (asking: Asking<Id>) => Promise<AnswerOf<Id>>;
  onSuccess?: (answer: AnswerOf<Id>) => unknown;
  onError?: (problem: ApiProblem) => unknown;
}

/**
 * Asks an operation that changes something. One intention is one key: what is sent again after silence is still the same deed. A
 * refusal is an answer, so the next press is a new intention, and so is another body.
 */
export function useSend<Id extends OperationId>(operation: Operation<Id>, { send, onSuccess, onError }: SendOptions<Id> = {}) {
  const intention = useRef<{ key: string; of: string } | null>(null);
  return useMutation<AnswerOf<Id>, ApiProblem, Asking<Id>>({
    mutationFn: (asking) => {
      const act = send ?? ((whole: Asking<Id>) => call(operation, whole));
      if (!operation.once) return act(asking);
      const { path, body } = asking as { path?: unknown; body?: unknown };
      const of = JSON.stringify([path, body]);
      if (intention.current?.of !== of) intention.current = { key: crypto.randomUUID(), of };
      return act({ ...asking, key: intention.current.key });
    },
    onSuccess: (answer) => {
      intention.current = null;
      return onSuccess?.(answer);
    },
    onError: (problem) => {
      if (!problem.passing) intention.current = null;
      return onError?.(problem);
    },
  });
}
