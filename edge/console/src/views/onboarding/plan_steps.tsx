import { Button } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { get_plan, set_up_onboarding } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Values } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Moment, PhoneNumber } from '../../parts/small.tsx';
import { FailedNotice, State } from '../../parts/states.tsx';
import { learnOnboarding } from '../../session/onboarding.ts';
import css from './onboarding.module.css';
import type { StepProps } from './onboarding_page.tsx';
import { Pass } from './pass.tsx';

/** Which plan counts, and the trial while there is one to have. */
export function PlanStep({ now, onNext }: StepProps) {
  const { t, tOr } = useSpeech();
  const named = (plan: string) => tOr(`plan.${plan}`, plan);
  const setUp = useSend(set_up_onboarding, {
    onSuccess: ({ onboarding }) => {
      learnOnboarding(onboarding);
      // The session's badge and what the plan includes follow from it.
      for (const key of ['session', get_plan.id]) void queryClient.invalidateQueries({ queryKey: [key] });
      onNext();
    },
  });
  const take = (plan?: 'free' | 'business') => setUp.mutate({ body: plan ? { plan } : {} });
  return (
    <>
      <Values
        of={[
          { label: t('onboarding.plan.now'), value: named(now.plan) },
          { label: t('plan.status'), value: tOr(`plan.status.${now.plan_status}`, now.plan_status) },
          now.trial_ends_at !== null && { label: t('plan.trial_ends'), value: <Moment at={now.trial_ends_at ?? null} /> },
        ]}
      />
      {now.trial_available && <p className={css.text}>{t('onboarding.plan.trial')}</p>}
      {setUp.error && <FailedNotice error={setUp.error} />}
      <div className={css.ways}>
        {now.trial_available ? (
          <>
            <Button loading={setUp.isPending} onClick={() => take('business')}>
              {t('onboarding.plan.start_trial')}
            </Button>
            <Button variant="default" disabled={setUp.isPending} onClick={() => (now.step < 2 ? take('free') : onNext())}>
              {t('onboarding.plan.stay', { plan: named(now.plan) })}
            </Button>
          </>
        ) : (
          <Button loading={setUp.isPending} onClick={() => (now.step < 2 ? take() : onNext())}>
            {t('onboarding.next')}
          </Button>
        )}
      </div>
    </>
  );
}

/** The numbers there are. Buying one is not served here, and nothing pretends that it is. */
export function NumberStep({ now, onNext }: StepProps) {
  const { t } = useSpeech();
  return (
    <>
      {now.numbers.length ? (
        <ul className={css.numbers} aria-label={t('onboarding.number.list')}>
          {now.numbers.map((number) => (
            <li key={number}>
              <PhoneNumber number={number} />
              {number === now.provisioned_number && <span className={css.chip}>{t('onboarding.number.usual')}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <State compact icon={<IconPhoneOff size={22} stroke={1.6} />} title={t('onboarding.number.none')} body={t('onboarding.number.none.body')} />
      )}
      <Pass now={now} step={2} label={t('onboarding.next')} onDone={onNext} />
    </>
  );
}
