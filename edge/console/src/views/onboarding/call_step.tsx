import { IconPhone, IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { start_call } from '../../api/operations.ts';
import { callsQuery } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ButtonLink } from '../../parts/button_link.tsx';
import { State } from '../../parts/states.tsx';
import { useOffers } from '../../session/session.ts';
import css from './onboarding.module.css';
import type { StepProps } from './onboarding_page.tsx';
import { Pass } from './pass.tsx';

/** A call to one's own phone, with the dialler everybody will use. */
export function CallStep({ now, onNext }: StepProps) {
  const { t } = useSpeech();
  const isPossible = useOffers()(start_call) && now.numbers.length > 0;
  const wasMade = useQuery({ ...callsQuery({ limit: 1 }), enabled: isPossible }).data?.calls.length === 1;
  return (
    <>
      {isPossible ? (
        <ol className={css.todo}>
          <li>{t('onboarding.call.first')}</li>
          <li>{t('onboarding.call.second')}</li>
          <li>{t('onboarding.call.third')}</li>
        </ol>
      ) : (
        <State compact icon={<IconPhoneOff size={22} stroke={1.6} />} title={t('onboarding.call.not_yet')} body={t('onboarding.call.not_yet.body')} />
      )}
      <Pass now={now} step={6} label={t(now.step < 6 && !wasMade ? 'onboarding.skip' : 'onboarding.next')} quiet={!wasMade} onDone={onNext}>
        {isPossible && (
          <ButtonLink to="/dial" {...(wasMade ? { variant: 'default' } : {})} leftSection={<IconPhone size={17} aria-hidden />}>
            {t('onboarding.call.open')}
          </ButtonLink>
        )}
      </Pass>
    </>
  );
}
