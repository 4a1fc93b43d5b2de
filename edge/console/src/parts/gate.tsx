import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { CallDetail, GateCheck } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './gate.module.css';

const kIcons = { passed: IconCircleCheck, blocked: IconCircleX, not_checked: IconCircleDashed };

/**
 * Why this number could be dialled. What blocked stands first, what passed next; what was not checked is a state of its own,
 * never green, and checks that were left out for one reason share its line.
 */
export function Gate({ gate }: { gate: CallDetail['gate'] }) {
  const { t } = useSpeech();
  if (!gate?.checks.length) return <p className={css.summary}>{t('facts.gate.none')}</p>;
  const of = (outcome: GateCheck['outcome']) => gate.checks.filter((check) => check.outcome === outcome);
  const [blocked, passed, unchecked] = [of('blocked'), of('passed'), of('not_checked')];
  const byReason = Map.groupBy(unchecked, (check) => check.reason ?? '');
  return (
    <div>
      <p className={css.summary}>
        {t('facts.gate.summary', { passed: passed.length, blocked: blocked.length, not_checked: unchecked.length })}
      </p>
      <ul className={css.checks}>
        {[...blocked, ...passed].map((check) => (
          <Line key={check.name} checks={[check]} />
        ))}
        {[...byReason.values()].map((checks) => (
          <Line key={checks[0]!.name} checks={checks} />
        ))}
      </ul>
    </div>
  );
}

function Line({ checks }: { checks: readonly GateCheck[] }) {
  const { t, tOr } = useSpeech();
  const { outcome, reason } = checks[0]!;
  const Icon = kIcons[outcome] ?? IconCircleDashed;
  const names = checks.map((check) => tOr(`gate.${check.name}`, check.name));
  return (
    <li className={css.check} data-outcome={outcome} data-checks={checks.length}>
      <Icon size={17} stroke={1.8} aria-hidden />
      <span>{names.length === 1 ? names[0] : t('facts.gate.several', { n: names.length })}</span>
      <span className={css.outcome}>{t(`facts.gate.${outcome}`)}</span>
      {names.length > 1 && <span className={css.names}>{names.join(', ')}</span>}
      {reason && <span className={css.reason}>{tOr(`gate.reason.${reason}`, reason)}</span>}
    </li>
  );
}
