import { type RefObject, useCallback, useRef } from 'react';
import type { Speaker } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import { type Levels, useLevels } from '../live/live.ts';
import css from './parts.module.css';

/** Draws a level, 0 to 1. */
export type DrawLevel = (level: number) => void;

/** How loud something is, drawn past React: five times a second is too often for a tree. */
export function Meter({ speaker, label, draw }: { speaker: Speaker; label: string; draw: RefObject<DrawLevel | null> }) {
  const fill = useRef<HTMLSpanElement>(null);
  const bind = useCallback(
    (meter: HTMLSpanElement | null) => {
      draw.current = meter
        ? (raw) => {
            const level = Math.min(1, Math.max(0, raw));
            if (fill.current) fill.current.style.transform = `scaleX(${Math.sqrt(level).toFixed(3)})`;
            meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
          }
        : null;
    },
    [draw],
  );
  return (
    <span ref={bind} className={css.meter} data-speaker={speaker} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0}>
      <span ref={fill} className={css.meterFill} />
    </span>
  );
}

/** How loud a side of a call is, as the server measures it. */
export function LevelMeter({ callId, speaker }: { callId: string; speaker: Speaker }) {
  const { t } = useSpeech();
  const draw = useRef<DrawLevel>(null);
  useLevels(
    callId,
    useCallback((levels: Levels) => draw.current?.(levels[speaker]), [speaker]),
  );
  return <Meter speaker={speaker} label={t(`bar.meter.${speaker}`)} draw={draw} />;
}
