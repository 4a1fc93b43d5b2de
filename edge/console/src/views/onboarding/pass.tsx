import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { note_onboarding } from '../../api/operations.ts';
import type { Onboarding } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { useSend } from '../../parts/send.ts';
import { FailedNotice } from '../../parts/states.tsx';
import { learnOnboarding } from '../../session/onboarding.ts';
import css from './onboarding.module.css';

interface PassProps {
  now: Onboarding;
  step: number;
  label: string;
  /** Something else is what one would rather do here. */
  quiet?: boolean;
  onDone: () => void;
  children?: ReactNode;
}

/** The way on. What was passed before is not told again. */
export function Pass({ now, step, label, quiet, onDone, children }: PassProps) {
  const { t } = useSpeech();
  const pass = useSend(note_onboarding, {
    onSuccess: ({ onboarding }) => {
      learnOnboarding(onboarding);
      onDone();
    },
  });
  const isNews = step > now.step || (step === now.last_step && !now.completed_at);
  return (
    <>
      {pass.error && <FailedNotice error={pass.error} title={t('onboarding.not_noted')} />}
      <div className={css.ways}>
        {children}
        <Button {...(quiet ? { variant: 'default' } : {})} loading={pass.isPending} onClick={() => (isNews ? pass.mutate({ body: { step } }) : onDone())}>
          {label}
        </Button>
      </div>
    </>
  );
}
