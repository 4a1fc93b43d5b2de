import { useEffect, useState } from 'react';
import { duration } from '../format/time.ts';
import { serverNowMs } from '../live/live.ts';

/** Time since a moment on the server's clock, or the span between two; ticks on the second. */
export function Elapsed({ since, until, className }: { since: string; until: string | null; className?: string | undefined }) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (until) return;
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  const end = until ? Date.parse(until) : serverNowMs();
  return (
    <span className={`numbers ${className ?? ''}`} role="timer">
      {duration((end - Date.parse(since)) / 1000)}
    </span>
  );
}
