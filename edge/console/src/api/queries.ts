// Server state by name: every view asks for it here, so two views of one thing share one answer.
import { QueryClient, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerTo } from './answers.ts';
import { ApiProblem, call, fetchAudit, fetchCall, fetchDocument, fetchSession, fetchTimeline, fetchTranscript } from './client.ts';
import { list_calls, transcript_versions } from './operations.ts';
import type { CallListQuery } from './types.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.passing && error.status !== 429,
      retryDelay: (attempt) => 300 * 2 ** attempt + Math.random() * 200,
    },
  },
});

/** Pages ask every minute whether they are still signed in (pages.md, session). */
const kSessionCheckMs = 60_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: kSessionCheckMs,
  refetchInterval: kSessionCheckMs,
});

/** A number may be typed as it is read; its digits are looked for. */
export const asDigits = ({ search, ...rest }: CallListQuery): CallListQuery =>
  search ? { ...rest, search: search.replace(/[\s().-]/g, '') || search } : rest;

/** Every list of calls stands under this key: news about one is told to all. */
export const kCallLists = [list_calls.id];

export const callsQuery = (query: CallListQuery) => answerTo(list_calls, { query: asDigits(query) });

export const activeCallsQuery = callsQuery({ status: 'active', limit: 50 });

export const callQuery = (callId: string) =>
  queryOptions({ queryKey: ['call', callId], queryFn: ({ signal }) => fetchCall(callId, signal) });

/** Changes with a release only. */
export const documentQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }): Promise<unknown> => fetchDocument(signal),
  staleTime: Infinity,
});

export const timelineQuery = (callId: string) =>
  queryOptions({ queryKey: ['call', callId, 'timeline'], queryFn: ({ signal }) => fetchTimeline(callId, signal) });

export const transcriptQuery = (callId: string) =>
  queryOptions({
    queryKey: ['call', callId, 'transcript'],
    queryFn: ({ signal }) => fetchTranscript(callId, -1, signal),
  });

/** The canonical transcript, and how its making stands; news of the call asks again. */
export const versionsQuery = (callId: string) =>
  queryOptions({
    queryKey: ['call', callId, 'versions'],
    queryFn: ({ signal }) => call(transcript_versions, { path: { id: callId }, signal }),
  });

export const auditQuery = (callId: string, recordingIds: string[]) =>
  queryOptions({
    queryKey: ['call', callId, 'audit', recordingIds],
    queryFn: ({ signal }) => fetchAudit([callId, ...recordingIds], signal),
    placeholderData: keepPreviousData,
  });
