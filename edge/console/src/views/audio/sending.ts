// Files on their way to the server: how far each has come, and what became of it. They go one after another, so that the first is there
// soon; a file that did not arrive stays until somebody tries it again or lets it go.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { uploadFile } from '../../api/client.ts';
import { list_audio, upload_audio } from '../../api/operations.ts';
import { asProblem } from '../../parts/states.tsx';
import type { ApiProblem } from '../../api/client.ts';

/** What the server takes: its route's limit, for the whole form (openapi.json: x-wib-body-limit). */
export const kLargestFile = 100 * 1024 * 1024 - 64 * 1024;

export type Unfit = 'type' | 'empty' | 'large';

export interface Sending {
  id: string;
  file: File;
  /** From 0 to 1; null while it waits for its turn. */
  share: number | null;
  problem: ApiProblem | null;
  /** What is wrong with the file itself: nothing is sent then. */
  unfit: Unfit | null;
}

export function unfit(file: { type: string; size: number }): Unfit | null {
  if (!file.type.startsWith('audio/')) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > kLargestFile ? 'large' : null;
}

export interface SendingFiles {
  all: readonly Sending[];
  /** The name of the file that arrived last, for whoever listens. */
  arrived: string | null;
  add: (files: readonly File[]) => void;
  again: (id: string) => void;
  drop: (id: string) => void;
}

export function useSendingFiles(): SendingFiles {
  const queries = useQueryClient();
  const [all, setAll] = useState<readonly Sending[]>([]);
  const [arrived, setArrived] = useState<string | null>(null);
  const underWay = useRef<{ id: string; stop: AbortController } | null>(null);
  const change = useCallback(
    (id: string, to: Partial<Sending>) => setAll((before) => before.map((each) => (each.id === id ? { ...each, ...to } : each))),
    [],
  );

  useEffect(() => {
    const next = all.find((each) => each.share === null && !each.problem && !each.unfit);
    if (underWay.current || !next) return;
    const stop = new AbortController();
    underWay.current = { id: next.id, stop };
    change(next.id, { share: 0 });
    void uploadFile(upload_audio, next.file, { signal: stop.signal, onProgress: (share) => change(next.id, { share }) })
      .then(() => {
        setArrived(next.file.name);
        setAll((before) => before.filter((each) => each.id !== next.id));
        return queries.invalidateQueries({ queryKey: [list_audio.id] });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) change(next.id, { share: null, problem: asProblem(error) });
      })
      .finally(() => {
        underWay.current = null;
        // Whoever is next is looked for when something has changed.
        setAll((before) => [...before]);
      });
  }, [all, change, queries]);

  // Who leaves the page leaves nothing half sent behind.
  useEffect(() => () => underWay.current?.stop.abort(), []);

  return {
    all,
    arrived,
    add: (files) =>
      setAll((before) => [
        ...before,
        ...files.map((file) => ({ id: crypto.randomUUID(), file, share: null, problem: null, unfit: unfit(file) })),
      ]),
    again: (id) => change(id, { problem: null }),
    drop: (id) => {
      if (underWay.current?.id === id) underWay.current.stop.abort();
      setAll((before) => before.filter((each) => each.id !== id));
    },
  };
}
