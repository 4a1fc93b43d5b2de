import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { AnswerOf, Operation, OperationId, PathOf, QueryOf } from './operation.ts';

/** What a list or a thing is asked with. */
export interface Question<Id extends OperationId> {
  path?: PathOf<Id>;
  query?: QueryOf<Id>;
}

/** One operation's answer as server state, under the operation's own name: `invalidateQueries({ queryKey: [id] })` asks again. */
export const answerTo = <Id extends OperationId>(operation: Operation<Id>, question: Question<Id> = {}) =>
  queryOptions({
    queryKey: [operation.id, question] as const,
    queryFn: ({ signal }): Promise<AnswerOf<Id>> => call(operation, { ...question, signal } as Parameters<typeof call<Id>>[1]),
    // Turning a page or a filter keeps the last answer under the eyes; another thing is not the last thing.
    ...(question.path ? {} : { placeholderData: keepPreviousData }),
    staleTime: 5_000,
  });
