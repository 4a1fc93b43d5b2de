import { useQuery } from '@tanstack/react-query';
import { answerTo } from '../../api/answers.ts';
import { platform_metrics } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Failed, FailedNotice } from '../../parts/states.tsx';
import layout from '../../parts/page.module.css';
import css from './metrics.module.css';

const kEveryMs = 10_000;

export function MetricsPage() {
  const { t } = useSpeech();
  return (
    <GuardedPage title={t('metrics.title')} meaning={t('metrics.meaning')} by={platform_metrics} right={t('metrics.forbidden.right')}>
      <Figures />
    </GuardedPage>
  );
}

function Figures() {
  const { t, tOr, locale } = useSpeech();
  const { data, error, refetch } = useQuery({ ...answerTo(platform_metrics), refetchInterval: kEveryMs });
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} right={t('metrics.forbidden.right')} />
      </div>
    );
  if (!data) return <Bones rows={6} />;
  const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const tiles = [
    ['metrics.active_calls', figure.format(data.active_calls)],
    ['metrics.concurrent_sessions', figure.format(data.concurrent_sessions)],
    ['metrics.total_orgs', figure.format(data.total_orgs)],
    ['metrics.total_users', figure.format(data.total_users)],
    ['metrics.total_calls_30d', figure.format(data.total_calls_30d)],
    ['metrics.total_hours_30d', figure.format(data.total_hours_30d)],
  ] as const;
  return (
    <>
      {error && <FailedNotice error={error} retry={() => void refetch()} />}
      <dl className={css.tiles} tabIndex={0} aria-label={t('metrics.title')}>
        {tiles.map(([label, value]) => (
          <div key={label} className={`${layout.card} ${css.tile}`}>
            <dt>{t(label)}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
      <Panel title={t('metrics.revenue')}>
        <Values
          of={[
            { label: t('metrics.mrr'), value: money.format(data.mrr_minor / 100), numbers: true },
            ...Object.entries(data.paying_orgs).map(([plan, many]) => ({
              label: t('metrics.on_plan', { plan: tOr(`plan.${plan}`, plan) }),
              value: figure.format(many),
              numbers: true,
            })),
          ]}
        />
      </Panel>
    </>
  );
}
