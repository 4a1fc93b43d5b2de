// An organisation's first steps: one at a time, in any order, left and taken up again.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { confirm_compliance } from '../../api/operations.ts';
import type { Onboarding } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Bones } from '../../parts/bones.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import layout from '../../parts/page.module.css';
import { Failed } from '../../parts/states.tsx';
import { onboardingQuery, putOnboardingOff } from '../../session/onboarding.ts';
import { useOffers, useUser } from '../../session/session.ts';
import { CallStep } from './call_step.tsx';
import { InviteStep } from './invite_step.tsx';
import { LaunchStep } from './launch_step.tsx';
import css from './onboarding.module.css';
import { NumberStep, PlanStep } from './plan_steps.tsx';
import { RulesStep } from './rules_step.tsx';
import { type StepId, after, doneOf, isDone, kSteps, nextOf } from './steps.ts';

const route = getRouteApi('/app/onboarding');

export interface StepProps {
  now: Onboarding;
  /** To the step behind this one. */
  onNext: () => void;
}

const kStepOf: Record<StepId, (props: StepProps) => ReactNode> = {
  plan: PlanStep,
  number: NumberStep,
  rules: RulesStep,
  call: CallStep,
  invite: InviteStep,
  launch: LaunchStep,
};

export function OnboardingPage() {
  const { t } = useSpeech();
  const user = useUser();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({ ...onboardingQuery, enabled: useOffers()(confirm_compliance) });
  const now = data?.onboarding;
  return (
    <GuardedPage
      title={t('onboarding.title')}
      meaning={t('onboarding.meaning', { organisation: user.organization_name ?? t('app.name') })}
      by={confirm_compliance}
      right={t('onboarding.right')}
      action={
        now &&
        !now.completed_at && (
          <Button
            variant="default"
            onClick={() => {
              putOnboardingOff(user);
              void navigate({ to: '/' });
            }}
          >
            {t('onboarding.later')}
          </Button>
        )
      }
    >
      {now ? (
        <Walk now={now} />
      ) : error ? (
        <div className={layout.card}>
          <Failed error={error} retry={() => void refetch()} right={t('onboarding.right')} />
        </div>
      ) : (
        <Bones rows={6} />
      )}
    </GuardedPage>
  );
}

function Walk({ now }: { now: Onboarding }) {
  const { t } = useSpeech();
  // What is done while one looks at it moves nobody on: the press that did it does.
  const [begun] = useState(() => nextOf(now));
  const { step = begun } = route.useSearch();
  const navigate = route.useNavigate();
  const done = doneOf(now);
  const told = t('onboarding.done_of', { done, of: kSteps.length });
  const Step = kStepOf[step];

  // Who moves on reads on: the new step's heading has the focus, and a phone is back at its top.
  const heading = useRef<HTMLHeadingElement>(null);
  const was = useRef(step);
  useEffect(() => {
    if (was.current !== step) heading.current?.focus();
    was.current = step;
  }, [step]);

  return (
    <div className={css.walk}>
      <nav className={`${layout.card} ${css.steps}`} aria-label={t('onboarding.steps')}>
        <div className={css.far}>
          <span className="numbers">{told}</span>
          <div className={css.bar} role="progressbar" aria-label={t('onboarding.progress')} aria-valuemin={0} aria-valuemax={kSteps.length} aria-valuenow={done} aria-valuetext={told}>
            <span style={{ inlineSize: `${Math.round((done / kSteps.length) * 100)}%` }} />
          </div>
        </div>
        <ol className={css.list}>
          {kSteps.map((each, at) => (
            <li key={each.id}>
              <Link to="/onboarding" search={{ step: each.id }} className={css.step} aria-current={each.id === step ? 'step' : undefined} data-done={isDone(each, now) || undefined}>
                <span className={css.mark} aria-hidden>
                  {isDone(each, now) ? <IconCheck size={14} stroke={2.4} /> : at + 1}
                </span>
                <span className={css.name}>{t(`onboarding.${each.id}`)}</span>
                {isDone(each, now) && <span className="visually-hidden">{t('onboarding.is_done')}</span>}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <section className={`${layout.card} ${css.panel}`} aria-labelledby="onboarding-step">
        <div>
          <h2 id="onboarding-step" ref={heading} tabIndex={-1}>
            {t(`onboarding.${step}.title`)}
          </h2>
          <p className={css.meaning}>{t(`onboarding.${step}.meaning`)}</p>
        </div>
        <Step key={step} now={now} onNext={() => void navigate({ search: { step: after(step) } })} />
      </section>
    </div>
  );
}
