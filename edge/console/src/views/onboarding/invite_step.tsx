import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { InviteForm } from '../team/invite_form.tsx';
import css from './onboarding.module.css';
import type { StepProps } from './onboarding_page.tsx';
import { Pass } from './pass.tsx';

/** As many as one likes, or nobody yet. */
export function InviteStep({ now, onNext }: StepProps) {
  const { t } = useSpeech();
  const [forms, setForms] = useState(1);
  const [hasInvited, setHasInvited] = useState(false);
  return (
    <>
      <div className={css.form}>
        <InviteForm
          key={forms}
          onMade={() => setHasInvited(true)}
          next={
            <Button variant="default" onClick={() => setForms((n) => n + 1)}>
              {t('onboarding.invite.another')}
            </Button>
          }
        />
      </div>
      <Pass now={now} step={7} quiet={!hasInvited} label={t(now.step < 7 && !hasInvited ? 'onboarding.skip' : 'onboarding.next')} onDone={onNext} />
    </>
  );
}
