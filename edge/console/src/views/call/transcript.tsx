// What was said, in step with the audio. Click to hear it, search within, follow along.
import { ActionIcon, CloseButton, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconMessageOff, IconSearch } from '@tabler/icons-react';
import { Fragment, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Spoken, TranscriptVersion } from '../../api/types.ts';
import { durationMs } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { AuthorityBadge } from '../../parts/small.tsx';
import { State } from '../../parts/states.tsx';
import { useShortcut } from '../../shell/shortcuts.tsx';
import css from './call.module.css';
import { type Match, findMatches } from './matches.ts';
import { type Playhead, useFromPlayhead, useOnPlayhead } from './playhead.ts';

interface TranscriptProps {
  segments: readonly Spoken[];
  /** Which version of the canonical transcript this is; nothing: what was heard live. */
  version: TranscriptVersion | undefined;
  notice: ReactNode;
  playhead: Playhead;
  canSeek: boolean;
  answered: boolean;
  onMatches: (moments: readonly number[]) => void;
  /** The moment of the recording that a link led to: shown, and where playing begins. */
  at?: number | undefined;
}

/** After the reader scrolls, following waits this long before it moves the page again. */
const kReaderMs = 4_000;

export function Transcript({ segments, version, notice, playhead, canSeek, answered, onMatches, at: linked }: TranscriptProps) {
  const { t } = useSpeech();
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const [follow, setFollow] = useState(true);
  const scroll = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const touchedAt = useRef(0);

  const spoken = useMemo(() => [...segments].sort((a, b) => a.start_ms - b.start_ms || a.segment_index - b.segment_index), [segments]);
  const matches = useMemo(() => findMatches(spoken, wanted), [spoken, wanted]);
  const current = matches.length ? matches[Math.min(at, matches.length - 1)] : undefined;

  useEffect(() => onMatches(matches.map((match) => match.startMs)), [matches, onMatches]);
  useShortcut('/', 'shortcut.search', () => search.current?.focus());

  const reveal = useCallback((index: number, why: 'follow' | 'match') => {
    const line = scroll.current?.querySelector<HTMLElement>(`[data-segment="${index}"]`);
    const box = scroll.current;
    if (!line || !box) return;
    const inside = line.offsetTop >= box.scrollTop + 8 && line.offsetTop + line.offsetHeight <= box.scrollTop + box.clientHeight - 8;
    if (inside && why === 'follow') return;
    box.scrollTo({ top: line.offsetTop - box.clientHeight / 3, behavior: 'smooth' });
  }, []);

  const speaking = useFromPlayhead(playhead, (ms) => spoken.findLast((s) => s.start_ms <= ms && ms < s.end_ms + 400)?.segment_index ?? null);
  useEffect(() => {
    if (speaking !== null && follow && Date.now() - touchedAt.current > kReaderMs) reveal(speaking, 'follow');
  }, [speaking, follow, reveal]);

  const [found, setFound] = useState<number | null>(null);
  useEffect(() => {
    if (linked === undefined || !spoken.length) return;
    const line = spoken.findLast((s) => s.start_ms <= linked) ?? spoken[0]!;
    setFound(line.segment_index);
    touchedAt.current = Date.now();
    playhead.stand(linked);
    scroll.current?.querySelector(`[data-segment="${line.segment_index}"]`)?.scrollIntoView({ block: 'center' });
  }, [linked, spoken, playhead]);

  const go = (by: number) => {
    if (!matches.length) return;
    const next = (Math.min(at, matches.length - 1) + by + matches.length) % matches.length;
    setAt(next);
    reveal(matches[next]!.segmentIndex, 'match');
  };
  const touched = () => {
    touchedAt.current = Date.now();
  };

  return (
    <section className={css.transcript} aria-label={t('transcript.title')}>
      <header className={css.transcriptHead}>
        <h2>{t('transcript.title')}</h2>
        {version ? (
          <>
            <AuthorityBadge kind="authoritative" about={t('transcript.final_by', { model: version.produced_by_model ?? t('app.unknown') })} />
            <span className={`${css.version} numbers`} title={version.transcript_hash}>
              {t('transcript.version', { n: version.version })}
            </span>
          </>
        ) : (
          <AuthorityBadge kind="preview" about={t('transcript.preview_by')} />
        )}
        <div className={css.transcriptTools}>
          {canSeek && (
            <Switch size="xs" label={t('transcript.follow')} checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
          )}
          <TextInput
            ref={search}
            className={css.transcriptSearch ?? ''}
            type="search"
            size="xs"
            aria-label={t('transcript.search')}
            placeholder={t('transcript.search')}
            leftSection={<IconSearch size={14} aria-hidden />}
            rightSection={wanted ? <CloseButton size="xs" aria-label={t('list.filter.clear')} onClick={() => setWanted('')} /> : null}
            value={wanted}
            onChange={(event) => {
              setWanted(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
              if (event.key === 'Escape') {
                setWanted('');
                event.currentTarget.blur();
              }
            }}
          />
          {wanted.trim() && (
            <span className={`${css.matchCount} numbers`} role="status">
              {matches.length ? t('transcript.matches', { at: Math.min(at, matches.length - 1) + 1, n: matches.length }) : t('transcript.no_match')}
            </span>
          )}
          {matches.length > 1 && (
            <>
              <Tooltip label={t('transcript.previous')}>
                <ActionIcon variant="subtle" color="gray" aria-label={t('transcript.previous')} onClick={() => go(-1)}>
                  <IconChevronUp size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={t('transcript.next')}>
                <ActionIcon variant="subtle" color="gray" aria-label={t('transcript.next')} onClick={() => go(1)}>
                  <IconChevronDown size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </>
          )}
        </div>
      </header>
      {notice}
      {spoken.length ? (
        <div ref={scroll} className={css.lines} role="region" aria-label={t('transcript.lines')} tabIndex={0} onWheel={touched} onTouchMove={touched}>
          <ol>
            {spoken.map((segment) => (
              <Line
                key={segment.segment_index}
                segment={segment}
                playhead={playhead}
                canSeek={canSeek}
                speaking={speaking === segment.segment_index}
                found={found === segment.segment_index}
                matches={matches}
                current={current}
              />
            ))}
          </ol>
        </div>
      ) : (
        <State icon={<IconMessageOff size={22} stroke={1.6} />} title={t('transcript.empty.title')} body={t(answered ? 'transcript.empty.body' : 'transcript.empty.unanswered')} />
      )}
    </section>
  );
}

interface LineProps {
  segment: Spoken;
  playhead: Playhead;
  canSeek: boolean;
  speaking: boolean;
  found: boolean;
  matches: readonly Match[];
  current: Match | undefined;
}

function Line({ segment, playhead, canSeek, speaking, found, matches, current }: LineProps) {
  const { t } = useSpeech();
  const words = useRef<HTMLParagraphElement>(null);
  const mine = matches.filter((match) => match.segmentIndex === segment.segment_index);

  // The word being heard is marked past React: it changes several times a second.
  const mark = useCallback(
    (ms: number) => {
      const spans = words.current?.children;
      if (!spans) return;
      for (let i = 0; i < segment.words.length; i++) {
        const word = segment.words[i]!;
        const heard = speaking && ms >= word.start_ms && ms < (segment.words[i + 1]?.start_ms ?? segment.end_ms);
        spans[i]?.toggleAttribute('data-heard', heard);
      }
    },
    [segment, speaking],
  );
  useOnPlayhead(playhead, mark);

  const time = durationMs(segment.start_ms);
  const who = t(`speaker.${segment.speaker}`);
  return (
    <li className={css.line} data-speaker={segment.speaker} data-speaking={speaking || undefined} data-found={found || undefined} data-segment={segment.segment_index}>
      <div className={css.lineHead}>
        <span className={css.who}>{who}</span>
        {canSeek ? (
          <button type="button" className={`${css.time} numbers`} aria-label={`${who}, ${t('transcript.seek', { time })}`} onClick={() => playhead.seek(segment.start_ms)}>
            {time}
          </button>
        ) : (
          <span className={`${css.time} numbers`}>{time}</span>
        )}
      </div>
      <p
        ref={words}
        className={css.said}
        data-seekable={canSeek || undefined}
        onClick={(event) => {
          if (!canSeek || getSelection()?.toString()) return;
          const word = (event.target as HTMLElement).closest<HTMLElement>('[data-start]');
          playhead.seek(Number(word?.dataset['start'] ?? segment.start_ms));
        }}
      >
        {segment.words.length
          ? segment.words.map((word, i) => {
              const hit = mine.find((match) => i >= match.firstWord && i <= match.lastWord);
              return (
                <Fragment key={i}>
                  <span data-start={word.start_ms} data-match={hit ? (hit === current ? 'now' : 'other') : undefined}>
                    {word.text}
                  </span>{' '}
                </Fragment>
              );
            })
          : <Fragment>{segment.content}</Fragment>}
      </p>
    </li>
  );
}
