import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { CallDetail } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './gate.module.css';

const kIcons = { passed: IconCircleCheck, blocked: IconCircleX, not_checked: IconCircleDashed };

/** Why this number could be dialled: every check with its outcome. "Not checked" is a state of its own, never green. */
export function Gate({ gate }: { gate: CallDetail['gate'] }) {
  const { t, tOr } = useSpeech();
  if (!gate?.checks.length) return <p className={css.summary}>{t('facts.gate.none')}</p>;
  const count = (outcome: string) => gate.checks.filter((check) => check.outcome === outcome).length;
  return (
    <div>
      <p className={css.summary}>
        {t('facts.gate.summary', { passed: count('passed'), blocked: count('blocked'), not_checked: count('not_checked') })}
      </p>
      <ul className={css.checks}>
        {gate.checks.map((check) => {
          const Icon = kIcons[check.outcome] ?? IconCircleDashed;
          return (
            <li key={check.name} className={css.check} data-outcome={check.outcome}>
              <Icon size={17} stroke={1.8} aria-hidden />
              <span>{tOr(`gate.${check.name}`, check.name)}</span>
              <span className={css.outcome}>{tOr(`facts.gate.${check.outcome}`, check.outcome)}</span>
              {check.reason && <span className={css.reason}>{check.reason}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
