// Both sides' words as they come: the last ones large, what was said before small, each speaker on their own side.
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Call, Speaker, Spoken } from '../api/types.ts';
import { clockTime } from '../format/time.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { WordsUnderWay } from '../live/conversation.ts';
import { noteWordOnScreen, useConversation, useLiveness } from '../live/live.ts';
import css from './live_words.module.css';
import { AuthorityBadge, Notice } from './small.tsx';
import { isConnected } from './status_label.tsx';

/** Within this many pixels of the end, the reader is at the end. */
const kAtEndPx = 48;

export function LiveWords({ call }: { call: Call }) {
  const { t, locale } = useSpeech();
  const isOn = call.ended_at === null;
  const conversation = useConversation(call.id, isOn);
  const { segments, underWay, hearing } = conversation;
  const unheard = (['not_configured', 'lost'] as const).find((state) => hearing.agent === state || hearing.consumer === state);
  const liveness = useLiveness();
  const scroll = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);

  const now = (['consumer', 'agent'] as const)
    .flatMap((speaker) => (underWay[speaker] ? [{ speaker, words: underWay[speaker] }] : []))
    .sort((a, b) => a.words.start_ms - b.words.start_ms);
  const silent = !segments.length && !now.length;

  useLayoutEffect(() => {
    if (atEnd && scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  }, [conversation, atEnd]);
  const toEnd = () => {
    setAtEnd(true);
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  };

  const waiting = isConnected(call.status)
    ? t('words.waiting.connected')
    : call.status === 'ringing' || call.status === 'initiated' || call.status === 'pending'
      ? t(`words.waiting.${call.status}`)
      : t(call.answered_at ? 'transcript.empty.body' : 'transcript.empty.unanswered');

  return (
    <section className={css.words} aria-label={t('words.live')} data-call-id={call.id}>
      <header className={css.head}>
        <h2>{t('words.live')}</h2>
        <AuthorityBadge kind="preview" about={t('transcript.preview_by')} />
      </header>
      <div className={css.sides} aria-hidden>
        <span data-speaker="consumer">{t('speaker.consumer')}</span>
        <span data-speaker="agent">{t('speaker.agent')}</span>
      </div>
      <div className={css.notices}>
        {isOn && liveness.state === 'cut' && <Notice tone="bad">{t('words.cut', { since: clockTime(liveness.since, locale) })}</Notice>}
        {isOn && unheard && <Notice tone="warn">{t(`words.recogniser_${unheard}`)}</Notice>}
      </div>
      <div
        ref={scroll}
        className={css.scroll}
        role="region"
        aria-label={t('words.earlier')}
        tabIndex={0}
        onScroll={({ currentTarget: box }) => setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < kAtEndPx)}
      >
        {silent && <p className={css.waiting}>{waiting}</p>}
        <div className={css.turns} role="log" aria-label={t('transcript.title')}>
          {segments.map((segment, i) => (
            <Turn key={segment.segment_index} segment={segment} large={!now.length && i === segments.length - 1 && isOn} />
          ))}
        </div>
        {/* Words change many times before they stand; whoever listens instead of reading gets the finished turns above. */}
        <div className={css.underWay} aria-live="off" aria-hidden={!now.length}>
          {now.map(({ speaker, words }) => (
            <UnderWay key={speaker} callId={call.id} speaker={speaker} words={words} />
          ))}
        </div>
        {!atEnd && !silent && (
          <Button className={css.latest ?? ''} size="compact-sm" radius="xl" leftSection={<IconArrowDown size={14} aria-hidden />} onClick={toEnd}>
            {t('words.latest')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Turn({ segment, large }: { segment: Spoken; large: boolean }) {
  const { t } = useSpeech();
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const shownAtMs = performance.timeOrigin + performance.now();
    line.current?.setAttribute('data-word-at', String(Math.round(shownAtMs * 1000)));
  }, []);
  return (
    <p ref={line} className={css.line} data-speaker={segment.speaker} data-large={large || undefined} data-segment={segment.segment_index}>
      <span className="visually-hidden">{t(`speaker.${segment.speaker}`)}: </span>
      {segment.content}
    </p>
  );
}

/**
 * A turn still being spoken, word by word. Each word carries `data-word-at` (microseconds of the browser's wall clock when it
 * stood in the DOM); the newest one also `data-sent-at-us`, the server's clock when its last audio frame arrived.
 */
function UnderWay({ callId, speaker, words }: { callId: string; speaker: Speaker; words: WordsUnderWay }) {
  const { t } = useSpeech();
  const texts = words.text.split(/\s+/).filter(Boolean);
  const line = useRef<HTMLParagraphElement>(null);
  const before = useRef<readonly string[]>([]);
  const startedAt = useRef(words.start_ms);

  useLayoutEffect(() => {
    if (startedAt.current !== words.start_ms) before.current = [];
    startedAt.current = words.start_ms;
    const spans = line.current?.querySelectorAll<HTMLSpanElement>('[data-word]') ?? [];
    const last = texts.length - 1;
    spans.forEach((span, i) => {
      if (before.current[i] === texts[i]) return;
      if (i === last) {
        span.dataset['sentAtUs'] = String(words.sent_at_us);
        span.dataset['wordAt'] = String(noteWordOnScreen({ callId, speaker, text: texts[i]!, sentAtUs: words.sent_at_us }));
      } else {
        delete span.dataset['sentAtUs'];
        span.dataset['wordAt'] = String(Math.round((performance.timeOrigin + performance.now()) * 1000));
      }
    });
    before.current = texts;
  });

  return (
    <p ref={line} className={css.line} data-speaker={speaker} data-large data-under-way>
      <span className="visually-hidden">{t(`speaker.${speaker}`)}: </span>
      {texts.map((text, i) => (
        <Fragment key={i}>
          <span data-word>{text}</span>{' '}
        </Fragment>
      ))}
    </p>
  );
}
