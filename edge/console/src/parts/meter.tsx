import { useCallback, useRef } from 'react';
import type { Speaker } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import { type Levels, useLevels } from '../live/live.ts';
import css from './parts.module.css';

/** How loud a side is, drawn past React: five times a second is too often for a tree. */
export function LevelMeter({ callId, speaker }: { callId: string; speaker: Speaker }) {
  const { t } = useSpeech();
  const meter = useRef<HTMLSpanElement>(null);
  const fill = useRef<HTMLSpanElement>(null);
  const draw = useCallback(
    (levels: Levels) => {
      const level = Math.min(1, Math.max(0, levels[speaker]));
      if (fill.current) fill.current.style.transform = `scaleX(${Math.sqrt(level).toFixed(3)})`;
      meter.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    },
    [speaker],
  );
  useLevels(callId, draw);
  return (
    <span
      ref={meter}
      className={css.meter}
      data-speaker={speaker}
      role="meter"
      aria-label={t(`bar.meter.${speaker}`)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <span ref={fill} className={css.meterFill} />
    </span>
  );
}
