import type { CallStatus } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './parts.module.css';

type Tone = 'on' | 'coming' | 'done' | 'missed' | 'bad';

/** How a status looks; what it means and when it changes is the server's. Shape tells as well as colour. */
const kTones: Record<CallStatus, Tone> = {
  pending: 'coming',
  initiated: 'coming',
  ringing: 'coming',
  in_progress: 'on',
  bridged: 'on',
  completed: 'done',
  failed: 'bad',
  busy: 'missed',
  no_answer: 'missed',
  canceled: 'missed',
};

export const isConnected = (status: CallStatus): boolean => kTones[status] === 'on';

export function StatusLabel({ status }: { status: CallStatus }) {
  const { tOr } = useSpeech();
  return (
    <span className={css.status} data-status={status}>
      <span className={css.dot} data-tone={kTones[status] ?? 'missed'} aria-hidden />
      {tOr(`status.${status}`, status)}
    </span>
  );
}
