import { IconChartBar, IconCircleCheck, IconDialpad, IconPhoneCall, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../../i18n/language.tsx';
import { ButtonLink } from '../../parts/button_link.tsx';
import { Values } from '../../parts/panel.tsx';
import { Notice, PhoneNumber } from '../../parts/small.tsx';
import { State } from '../../parts/states.tsx';
import css from './onboarding.module.css';
import type { StepProps } from './onboarding_page.tsx';
import { Pass } from './pass.tsx';

/** What stands now, and the last press; after it, where work begins. */
export function LaunchStep({ now }: StepProps) {
  const { t, tOr } = useSpeech();
  const { compliance } = now;
  const onOff = (isOn: boolean) => t(isOn ? 'onboarding.launch.on' : 'onboarding.launch.off');
  const rules = `${compliance.calling_hours_start}–${compliance.calling_hours_end} ${compliance.timezone.replaceAll('_', ' ')}`;
  return (
    <>
      {now.completed_at && (
        <State compact icon={<IconCircleCheck size={22} stroke={1.6} />} title={t('onboarding.launch.done')} body={t('onboarding.launch.done.body')} />
      )}
      <Values
        of={[
          { label: t('onboarding.plan'), value: tOr(`plan.${now.plan}`, now.plan) },
          { label: t('onboarding.number'), value: now.numbers.length ? <PhoneNumber number={now.provisioned_number ?? now.numbers[0]!} /> : t('onboarding.number.none'), numbers: true },
          { label: t('org.hours'), value: rules, numbers: true },
          { label: t('onboarding.launch.dnc'), value: onOff(compliance.dnc_enabled) },
          { label: t('onboarding.launch.disclosure'), value: onOff(compliance.disclosure_enabled) },
        ]}
      />
      {now.completed_at ? (
        <div className={css.ways}>
          <ButtonLink to="/calls" leftSection={<IconPhoneCall size={17} aria-hidden />}>
            {t('nav.calls')}
          </ButtonLink>
          <ButtonLink to="/dial" variant="default" leftSection={<IconDialpad size={17} aria-hidden />}>
            {t('nav.dial')}
          </ButtonLink>
          <ButtonLink to="/settings/team" variant="default" leftSection={<IconUsers size={17} aria-hidden />}>
            {t('nav.team')}
          </ButtonLink>
          <ButtonLink to="/settings/plan" variant="default" leftSection={<IconChartBar size={17} aria-hidden />}>
            {t('nav.plan')}
          </ButtonLink>
        </div>
      ) : compliance.confirmed_at ? (
        <Pass now={now} step={now.last_step} label={t('onboarding.launch.submit')} onDone={() => {}} />
      ) : (
        <Notice
          tone="warn"
          action={
            <Link to="/onboarding" search={{ step: 'rules' }}>
              {t('onboarding.launch.to_rules')}
            </Link>
          }
        >
          {t('onboarding.launch.rules_first')}
        </Notice>
      )}
    </>
  );
}
