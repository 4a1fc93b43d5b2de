import { IconCheck, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { answerTo } from '../../api/answers.ts';
import { capabilities, get_plan } from '../../api/operations.ts';
import type { PlanUse } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { Moment } from '../../parts/small.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Failed } from '../../parts/states.tsx';
import layout from '../../parts/page.module.css';
import css from './plan.module.css';

export function PlanPage() {
  const { t } = useSpeech();
  return (
    <GuardedPage title={t('plan.title')} meaning={t('plan.meaning')} by={get_plan} right={t('plan.forbidden.right')}>
      <Standing />
      <Included />
    </GuardedPage>
  );
}

/** The plan that counts now, and how much of it is used. */
function Standing() {
  const { t, tOr, locale } = useSpeech();
  const { data, error, refetch } = useQuery(answerTo(get_plan));
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} right={t('plan.forbidden.right')} />
      </div>
    );
  if (!data) return <Bones rows={4} />;
  const named = (plan: string) => tOr(`plan.${plan}`, plan);
  return (
    <Panel title={t('plan.yours', { plan: named(data.plan) })}>
      {data.plan !== data.written_plan && <p className={css.paused}>{t('plan.paused', { plan: named(data.written_plan), status: tOr(`plan.status.${data.status}`, data.status) })}</p>}
      <Values
        of={[
          { label: t('plan.status'), value: tOr(`plan.status.${data.status}`, data.status) },
          data.trial_ends_at !== null && { label: t('plan.trial_ends'), value: <Moment at={data.trial_ends_at ?? null} /> },
          { label: t('plan.longest_call'), value: t('plan.minutes', { n: data.longest_call_minutes }), numbers: true },
          { label: t('plan.retention'), value: t('plan.days', { n: data.retention_days }), numbers: true },
        ]}
      />
      <div className={css.uses}>
        {data.usage.map((use) => (
          <Use key={use.metric} use={use} locale={locale} />
        ))}
      </div>
    </Panel>
  );
}

function Use({ use, locale }: { use: PlanUse; locale: string }) {
  const { t, tOr } = useSpeech();
  const limit = use.limit ?? null;
  const share = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, use.used / limit);
  const figure = new Intl.NumberFormat(locale);
  const name = tOr(`plan.metric.${use.metric}`, use.metric);
  const told =
    limit === null ? t('plan.used_unlimited', { used: figure.format(use.used) }) : t('plan.used_of', { used: figure.format(use.used), limit: figure.format(limit) });
  return (
    <div>
      <div className={css.useHead}>
        <span>
          {name} <span className={css.when}>{t(use.monthly ? 'plan.this_month' : 'plan.now')}</span>
        </span>
        <span className="numbers">{told}</span>
      </div>
      {limit !== null && (
        <div
          className={css.bar}
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={use.used}
          aria-valuetext={told}
          data-tone={share >= 1 ? 'full' : share >= 0.8 ? 'near' : undefined}
        >
          <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
        </div>
      )}
    </div>
  );
}

const kPlans = ['starter', 'pro', 'business', 'enterprise'] as const;

/** What the plan includes, and which plan it takes for the rest. */
function Included() {
  const { t, tOr } = useSpeech();
  const { data, error, refetch } = useQuery(answerTo(capabilities));
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} />
      </div>
    );
  if (!data) return <Bones rows={8} />;
  return (
    <Panel title={t('plan.includes')}>
      <div className={css.plans} role="group" aria-label={t('plan.includes')} tabIndex={0}>
        {kPlans.map((plan) => {
          const names = Object.keys(data.lowest_plan).filter((name) => data.lowest_plan[name] === plan);
          return (
            <section key={plan} aria-label={t('plan.from', { plan: tOr(`plan.${plan}`, plan) })}>
              <h3 className={css.from}>{t('plan.from', { plan: tOr(`plan.${plan}`, plan) })}</h3>
              <ul className={css.list}>
                {names.map((name) => {
                  const has = data.capabilities[name] === true;
                  return (
                    <li key={name} data-has={has || undefined}>
                      {has ? <IconCheck size={15} stroke={2.2} aria-hidden /> : <IconLock size={15} stroke={1.8} aria-hidden />}
                      <span>{tOr(`capability.${name}`, name)}</span>
                      {!has && <span className="visually-hidden">{t('plan.not_included')}</span>}
                    </li>
                  );
                })}
              </ul>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}
