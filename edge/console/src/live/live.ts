// The one live-events module: the organisation's stream (one per browser tab) and a stream for each call being watched.
// Views subscribe; nothing here knows a view.
import { useEffect, useSyncExternalStore } from 'react';
import { callEventsPath, fetchTranscript, livePath } from '../api/client.ts';
import { activeCallsQuery, kCallLists, queryClient } from '../api/queries.ts';
import type {
  Call,
  CallDetail,
  CallEvent,
  CallList,
  LevelEvent,
  PartialEvent,
  RecogniserEvent,
  RecordingEvent, TranscriptionEvent,
  Segment,
  Speaker,
  TurnEvent,
} from '../api/types.ts';
import {
  type Conversation,
  hasHole,
  kSilence,
  wholeUpTo,
  withPartial,
  withHearing,
  withSegments,
  withTurn,
  withoutWordsUnderWay,
} from './conversation.ts';
import { DelayGauge, kLateWordMs } from './delay.ts';
import { readClock } from './server_clock.ts';
import type { SseEvent } from './sse.ts';
import { type LiveStream, type StreamState, type StreamStatus, openLiveStream } from './stream.ts';

class Source<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();
  constructor(value: T) {
    this.#value = value;
  }
  get = (): T => this.#value;
  set = (value: T): void => {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

// ── The clock and the delay ────────────────────────────────────────────────────────────────────────────────────────────

let clockOffsetMs = 0;
const gauge = new DelayGauge();

/** The server's wall clock as far as we can tell, so that a timer agrees on every desk. */
export const serverNowMs = (): number => Date.now() + clockOffsetMs;

function noteHello(now: string | number, askedAtMs: number, heardAtMs: number): void {
  clockOffsetMs = readClock(now, askedAtMs, heardAtMs).offsetMs;
}

/** A word has reached the DOM. Returns the moment, microseconds of the browser's wall clock. */
export function noteWordOnScreen(word: { callId: string; speaker: Speaker; text: string; sentAtUs: number }): number {
  const shownAtMs = performance.timeOrigin + performance.now();
  const delayMs = shownAtMs + clockOffsetMs - word.sentAtUs / 1000;
  gauge.note(delayMs, shownAtMs);
  performance.mark('wib:word', { detail: { ...word, shownAtUs: Math.round(shownAtMs * 1000), delayMs } });
  // A desk stays open all day: the marks of one call are plenty.
  if (++marks % kMarksKept === 0) performance.clearMarks('wib:word');
  refreshStatus();
  return Math.round(shownAtMs * 1000);
}
const kMarksKept = 5_000;
let marks = 0;

// ── How live we are ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Liveness {
  state: StreamState;
  since: number;
  /** Median delay of the last words, or null when nobody speaks. */
  delayMs: number | null;
}

const statuses = new Map<string, StreamStatus>();
const liveness = new Source<Liveness>({ state: 'connecting', since: Date.now(), delayMs: null });
const kWorstFirst: StreamState[] = ['cut', 'late', 'connecting', 'live'];

/** The light shows the worst of our streams: one that is cut is not made good by one that runs. */
function refreshStatus(): void {
  const before = liveness.get();
  const all = [...statuses.values()];
  const worst = kWorstFirst.map((state) => all.find((s) => s.state === state)).find(Boolean);
  const delayMs = gauge.read(Date.now());
  let state: StreamState = worst?.state ?? 'connecting';
  let since = worst?.since ?? before.since;
  if (state === 'live' && delayMs !== null && delayMs > kLateWordMs) {
    state = 'late';
    since = before.state === 'late' ? before.since : Date.now();
  }
  const rounded = delayMs === null ? null : Math.round(delayMs / 10) * 10;
  if (before.state === state && before.since === since && before.delayMs === rounded) return;
  liveness.set({ state, since, delayMs: rounded });
}

export const useLiveness = (): Liveness => useSyncExternalStore(liveness.subscribe, liveness.get);

function watched(path: string, onEvent: (event: SseEvent) => void, onResume: () => void): LiveStream {
  statuses.set(path, { state: 'connecting', since: Date.now() });
  const stream = openLiveStream(path, {
    onEvent,
    onResume,
    onHello: noteHello,
    onStatus(status) {
      statuses.set(path, status);
      refreshStatus();
    },
    // Who is signed out learns it from the session; a call that is gone says so on its page.
    onRefused(problem) {
      statuses.delete(path);
      refreshStatus();
      if (problem.signedOut) void queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  });
  return {
    close() {
      stream.close();
      statuses.delete(path);
      refreshStatus();
    },
  };
}

// ── Calls of the organisation ──────────────────────────────────────────────────────────────────────────────────────────

/**
 * A stream begins with what was kept of the past, so a row may be told what it has left behind. An end and an answer are never
 * taken back; between them the sequence decides (`isNews`).
 */
const isPast = (call: Call, event: CallEvent): boolean =>
  (call.ended_at !== null && event.ended_at === null) || (call.answered_at !== null && event.answered_at === null);

function patched<T extends Call>(call: T, event: CallEvent): T {
  if (isPast(call, event)) return call;
  return {
    ...call,
    status: event.status,
    started_at: event.started_at ?? call.started_at,
    answered_at: event.answered_at ?? call.answered_at,
    ended_at: event.ended_at ?? call.ended_at,
    hangup_cause: event.hangup_cause ?? call.hangup_cause,
  };
}

let listRefresh: ReturnType<typeof setTimeout> | undefined;
/** Rows change at once; membership in a filtered page is the server's to say, a moment later. */
function refreshLists(afterMs: number): void {
  clearTimeout(listRefresh);
  listRefresh = setTimeout(() => void queryClient.invalidateQueries({ queryKey: kCallLists }), afterMs);
}

const detailRefresh = new Map<string, ReturnType<typeof setTimeout>>();
function refreshCall(callId: string, afterMs: number): void {
  clearTimeout(detailRefresh.get(callId));
  detailRefresh.set(
    callId,
    setTimeout(() => {
      detailRefresh.delete(callId);
      void queryClient.invalidateQueries({ queryKey: ['call', callId], predicate: (q) => q.queryKey[2] !== 'transcript' });
    }, afterMs),
  );
}

const latestOf = new Map<string, number>();

/** The same change is told on two streams and again after a cut; it counts once, and not after a later one. */
function isNews(callId: string, id: string | null): boolean {
  const sequence = Number(id ?? NaN);
  if (Number.isNaN(sequence)) return true;
  if (sequence <= (latestOf.get(callId) ?? -1)) return false;
  latestOf.set(callId, sequence);
  return true;
}

function absorbCall(event: CallEvent, id: string | null): void {
  if (!isNews(event.call_id, id)) return;
  let known = false;
  queryClient.setQueriesData<CallList>({ queryKey: kCallLists }, (list) => {
    if (!list?.calls.some((call) => call.id === event.call_id)) return list;
    known = true;
    return { ...list, calls: list.calls.map((call) => (call.id === event.call_id ? patched(call, event) : call)) };
  });
  queryClient.setQueryData<CallDetail>(['call', event.call_id], (call) => call && patched(call, event));
  if (event.ended_at) conversationOf(event.call_id).ended();
  refreshLists(known ? 1_000 : 150);
  refreshCall(event.call_id, 250);
}

function onOrganisationEvent(event: SseEvent): void {
  if (event.type === 'call') absorbCall(JSON.parse(event.data) as CallEvent, event.id);
  else if (event.type === 'recording') absorbRecording(JSON.parse(event.data) as RecordingEvent);
  else if (event.type === 'transcription') refreshCall((JSON.parse(event.data) as TranscriptionEvent).call_id, 100);
}

function absorbRecording(event: RecordingEvent): void {
  refreshCall(event.call_id, 100);
  refreshLists(1_000);
}

/** Hidden tabs give their stream back after this: a browser allows six connections to a plain-HTTP host. */
const kHiddenGraceMs = 30_000;

export function useOrganisationStream(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    const open = () =>
      watched(livePath(), onOrganisationEvent, () => {
        void queryClient.invalidateQueries({ queryKey: kCallLists });
      });
    let stream: LiveStream | null = open();
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onVisibility = () => {
      clearTimeout(rest);
      if (document.visibilityState === 'hidden') {
        rest = setTimeout(() => {
          stream?.close();
          stream = null;
        }, kHiddenGraceMs);
      } else if (!stream) {
        stream = open();
        void queryClient.invalidateQueries({ queryKey: kCallLists });
        void queryClient.invalidateQueries(activeCallsQuery);
      }
    };
    document.addEventListener('visibilitychange', onVisibility);
    const ticking = setInterval(refreshStatus, 5_000);
    return () => {
      clearTimeout(rest);
      clearInterval(ticking);
      document.removeEventListener('visibilitychange', onVisibility);
      stream?.close();
    };
  }, [signedIn]);
}

// ── One call's words and levels ────────────────────────────────────────────────────────────────────────────────────────

export interface Levels {
  agent: number;
  consumer: number;
}

/** Last turns and the stored recording follow a hang-up; and from one page to the next the stream should not notice. */
const kFeedGraceMs = 20_000;
/** A hang-up in the middle of a sentence: its turn follows within moments. What none has covered by then, none will. */
const kLastTurnMs = 3_000;

class CallFeed {
  readonly conversation = new Source<Conversation>(kSilence);
  readonly levels = new Source<Levels>({ agent: 0, consumer: 0 });
  readonly #callId: string;
  #watchers = 0;
  #stream: LiveStream | null = null;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #finishing: ReturnType<typeof setTimeout> | undefined;
  #catchingUp: Promise<void> | null = null;

  constructor(callId: string) {
    this.#callId = callId;
  }

  absorb(segments: readonly Segment[]): void {
    this.conversation.set(withSegments(this.conversation.get(), segments));
  }

  ended(): void {
    this.levels.set({ agent: 0, consumer: 0 });
    // The words on the screen stay until their turn takes their place; they must not blink.
    this.#finishing ??= setTimeout(() => {
      this.#finishing = undefined;
      this.conversation.set(withoutWordsUnderWay(this.conversation.get()));
    }, kLastTurnMs);
    if (this.#stream) this.#catchUp();
  }

  close(): void {
    clearTimeout(this.#closing);
    clearTimeout(this.#finishing);
    this.#finishing = undefined;
    this.conversation.set(withoutWordsUnderWay(this.conversation.get()));
    this.#stream?.close();
    this.#stream = null;
  }

  watch(): () => void {
    clearTimeout(this.#closing);
    if (this.#watchers++ === 0 && !this.#stream) {
      const path = callEventsPath(this.#callId);
      this.#stream = watched(
        path,
        (event) => this.#on(event),
        () => {
          this.#catchUp();
          refreshCall(this.#callId, 0);
        },
      );
      this.#catchUp();
    }
    return () => {
      if (--this.#watchers > 0) return;
      this.#closing = setTimeout(() => {
        this.close();
        this.levels.set({ agent: 0, consumer: 0 });
      }, kFeedGraceMs);
    };
  }

  #on(event: SseEvent): void {
    switch (event.type) {
      case 'turn':
        this.conversation.set(withTurn(this.conversation.get(), JSON.parse(event.data) as TurnEvent));
        if (hasHole(this.conversation.get())) this.#catchUp();
        break;
      case 'partial':
        this.conversation.set(withPartial(this.conversation.get(), JSON.parse(event.data) as PartialEvent));
        break;
      case 'level': {
        const { agent, consumer } = JSON.parse(event.data) as LevelEvent;
        this.levels.set({ agent, consumer });
        break;
      }
      case 'recogniser':
        this.conversation.set(withHearing(this.conversation.get(), JSON.parse(event.data) as RecogniserEvent));
        break;
      case 'call':
        absorbCall(JSON.parse(event.data) as CallEvent, event.id);
        break;
      case 'recording':
        absorbRecording(JSON.parse(event.data) as RecordingEvent);
        break;
      case 'transcription':
        refreshCall((JSON.parse(event.data) as TranscriptionEvent).call_id, 100);
        break;
    }
  }

  /** One refetch at a time; it asks from the first hole, so what it brings can only complete. */
  #catchUp(): void {
    this.#catchingUp ??= fetchTranscript(this.#callId, wholeUpTo(this.conversation.get()))
      .then((segments) => this.absorb(segments))
      // The stream's own resume, or the next hole, asks again.
      .catch(() => undefined)
      .finally(() => {
        this.#catchingUp = null;
      });
  }
}

const feeds = new Map<string, CallFeed>();

function conversationOf(callId: string): CallFeed {
  let feed = feeds.get(callId);
  if (!feed) {
    feed = new CallFeed(callId);
    feeds.set(callId, feed);
  }
  return feed;
}

const kNoFeed = new CallFeed('');

/** What is known of a call's words; with `live`, its stream is kept open while anybody looks. */
export function useConversation(callId: string | null, live: boolean): Conversation {
  const feed = callId ? conversationOf(callId) : kNoFeed;
  useEffect(() => (live && callId ? feed.watch() : undefined), [feed, live, callId]);
  return useSyncExternalStore(feed.conversation.subscribe, feed.conversation.get);
}

export function absorbTranscript(callId: string, segments: readonly Segment[]): void {
  conversationOf(callId).absorb(segments);
}

/** Levels come five times a second and are drawn without React. */
export function useLevels(callId: string | null, draw: (levels: Levels) => void): void {
  useEffect(() => {
    if (!callId) return;
    const { levels } = conversationOf(callId);
    draw(levels.get());
    return levels.subscribe(() => draw(levels.get()));
  }, [callId, draw]);
}

/** Signed out: what one person saw is not left for the next. */
export function forgetConversations(): void {
  for (const feed of feeds.values()) feed.close();
  feeds.clear();
}
