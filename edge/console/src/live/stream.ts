// One live stream: opened, watched, cut, and resumed after the last event that exists in the database.
import { ApiProblem, openEvents } from '../api/client.ts';
import { SseReader, type SseEvent } from './sse.ts';

export type StreamState = 'connecting' | 'live' | 'late' | 'cut' | 'refused';

export interface StreamStatus {
  state: StreamState;
  /** When this state began, milliseconds since the epoch. */
  since: number;
}

export interface StreamNews {
  onEvent(event: SseEvent): void;
  onStatus(status: StreamStatus): void;
  /** The stream is open again after a cut: what carries no id may have been missed. */
  onResume(): void;
  onRefused?(problem: ApiProblem): void;
  /** The server's clock at the stream's opening, with the moments between which it was read. */
  onHello?(now: string | number, askedAtMs: number, heardAtMs: number): void;
}

/** The server sends a heartbeat every 15 s: one missed is late, two missed is a dead line. */
const kLateAfterMs = 20_000;
const kDeadAfterMs = 35_000;
const kFirstRetryMs = 400;
const kLongestRetryMs = 8_000;

export interface LiveStream {
  close(): void;
}

export function openLiveStream(path: string, news: StreamNews): LiveStream {
  let lastEventId: string | null = null;
  let status: StreamStatus = { state: 'connecting', since: Date.now() };
  let attempt = 0;
  let everOpen = false;
  let closed = false;
  let current = new AbortController();
  let heardAt = Date.now();
  let retry: ReturnType<typeof setTimeout> | undefined;

  const enter = (state: StreamState) => {
    if (status.state === state) return;
    status = { state, since: Date.now() };
    news.onStatus(status);
  };

  const watch = setInterval(() => {
    if (status.state !== 'live' && status.state !== 'late') return;
    const silence = Date.now() - heardAt;
    if (silence > kDeadAfterMs) current.abort();
    else if (silence > kLateAfterMs) enter('late');
  }, 1_000);

  const again = () => {
    if (closed) return;
    enter('cut');
    const wait = Math.min(kLongestRetryMs, kFirstRetryMs * 2 ** attempt++);
    retry = setTimeout(run, wait * (0.75 + Math.random() / 2));
  };

  async function run(): Promise<void> {
    clearTimeout(retry);
    current = new AbortController();
    const reader = new SseReader();
    const askedAt = Date.now();
    try {
      const bytes = await openEvents(path, lastEventId, current.signal);
      heardAt = Date.now();
      attempt = 0;
      enter('live');
      if (everOpen) news.onResume();
      everOpen = true;
      const source = bytes.getReader();
      for (;;) {
        const { done, value } = await source.read();
        if (closed) return;
        if (done) break;
        heardAt = Date.now();
        enter('live');
        for (const event of reader.push(value)) {
          if (event.id !== null) lastEventId = event.id;
          if (event.type === 'hello') news.onHello?.(JSON.parse(event.data).now, askedAt, heardAt);
          else news.onEvent(event);
        }
      }
    } catch (error) {
      if (closed) return;
      if (error instanceof ApiProblem && error.status >= 400 && !error.passing) {
        enter('refused');
        news.onRefused?.(error);
        return;
      }
    }
    again();
  }

  const atOnce = () => {
    if (status.state !== 'cut') return;
    attempt = 0;
    void run();
  };
  addEventListener('online', atOnce);
  void run();

  return {
    close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(watch);
      removeEventListener('online', atOnce);
      current.abort();
    },
  };
}
