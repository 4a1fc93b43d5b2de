// Listening in on a call that is on: nobody on the call hears it, and the audit trail tells of it.
import { Button } from '@mantine/core';
import { IconEar, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Call, Speaker } from '../../api/types.ts';
import { type ListenState, type Listening, listenIn } from '../../audio/listen/listening.ts';
import type { Playing } from '../../audio/listen/track_buffer.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { type DrawLevel, Meter } from '../../parts/meter.tsx';
import { Elapsed } from '../../parts/elapsed.tsx';
import { Notice } from '../../parts/small.tsx';
import css from './listen.module.css';

/** The socket's tracks, in its order. */
const kSides: readonly Speaker[] = ['consumer', 'agent'];

export function Listen({ call }: { call: Call }) {
  const { t, tOr } = useSpeech();
  const [state, setState] = useState<ListenState>({ is: 'idle' });
  const [lost, setLost] = useState(0);
  const listening = useRef<Listening>(null);
  const box = useRef<HTMLElement>(null);
  const consumer = useRef<DrawLevel>(null);
  const agent = useRef<DrawLevel>(null);

  useEffect(() => () => listening.current?.stop(), []);

  // Ten times a second: past React.
  const playing = ({ levels, leadMs, played }: Playing) => {
    consumer.current?.(levels[0]);
    agent.current?.(levels[1]);
    box.current?.setAttribute('data-lead-ms', String(leadMs));
    box.current?.setAttribute('data-played', String(played));
  };
  const begin = () => {
    setLost(0);
    listening.current = listenIn(call.id, { onState: setState, onPlaying: playing, onGap: (packets) => setLost((all) => all + packets) });
  };

  const isOpen = state.is === 'connecting' || state.is === 'listening';
  const isOver = call.ended_at !== null;
  if (isOver && state.is === 'idle') return null;
  return (
    <section ref={box} className={css.listen} aria-label={t('listen.label')} data-state={state.is}>
      <div className={css.row}>
        <IconEar size={18} stroke={1.7} aria-hidden data-on={state.is === 'listening' || undefined} />
        <div className={css.words} role="status">
          <b>{state.is === 'listening' ? t('listen.on') : state.is === 'connecting' ? t('listen.connecting') : t('listen.title')}</b>
          <span>
            {state.is === 'listening' ? <Elapsed since={new Date(state.since).toISOString()} until={null} /> : t('listen.hint')}
          </span>
        </div>
        <div className={css.sides} hidden={!isOpen}>
          {kSides.map((speaker) => (
            <span key={speaker} className={css.side} data-speaker={speaker}>
              <span>{t(`speaker.${speaker}`)}</span>
              <Meter speaker={speaker} label={t(`listen.meter.${speaker}`)} draw={speaker === 'consumer' ? consumer : agent} />
            </span>
          ))}
        </div>
        {isOpen ? (
          <Button size="compact-md" variant="default" leftSection={<IconPlayerStop size={15} aria-hidden />} onClick={() => listening.current?.stop()}>
            {t('listen.stop')}
          </Button>
        ) : (
          !isOver && (
            <Button size="compact-md" variant="default" leftSection={<IconEar size={15} aria-hidden />} onClick={begin}>
              {t(state.is === 'idle' ? 'listen.begin' : 'listen.again')}
            </Button>
          )
        )}
      </div>
      {state.is === 'listening' && lost > 0 && <Notice tone="warn">{t('listen.gap', { packets: lost })}</Notice>}
      {state.is === 'ended' && state.reason !== 'left' && (
        <Notice tone={kOrdinary.has(state.reason) ? 'plain' : 'bad'}>{t(`listen.ended.${state.reason}`)}</Notice>
      )}
      {state.is === 'refused' && (
        <Notice tone="bad">
          {tOr(`listen.refused.${state.problem.code}`, state.problem.message || state.problem.code)} <span className="mono">{state.problem.code}</span>
        </Notice>
      )}
    </section>
  );
}

const kOrdinary: ReadonlySet<string> = new Set(['stopped', 'call_ended', 'stream_ended']);
