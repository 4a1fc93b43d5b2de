import { useMutation } from '@tanstack/react-query';
import { ApiProblem, endCall } from '../api/client.ts';
import { kCallLists, queryClient } from '../api/queries.ts';
import type { CallDetail } from '../api/types.ts';

export type EndCall = ReturnType<typeof useEndCall>;

/** Ends a call, from wherever: one intention, so its failure shows in one place. That it has ended already is what was wanted. */
export const useEndCall = () =>
  useMutation({
    mutationKey: ['end-call'],
    mutationFn: async (callId: string) => {
      try {
        return await endCall(callId);
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'CALL_NOT_ACTIVE') return null;
        throw error;
      }
    },
    onSuccess: (call, callId) => {
      if (call) queryClient.setQueryData<CallDetail>(['call', callId], (before) => before && { ...before, ...call });
      void queryClient.invalidateQueries({ queryKey: ['call', callId] });
      void queryClient.invalidateQueries({ queryKey: kCallLists });
    },
  });
