import { Select, Switch, TextInput } from '@mantine/core';
import { confirm_compliance, current_organization } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm, type InputProps } from '../../parts/api_form.tsx';
import { Moment, Notice } from '../../parts/small.tsx';
import { learnOnboarding } from '../../session/onboarding.ts';
import css from './onboarding.module.css';
import type { StepProps } from './onboarding_page.tsx';
import { ownZone, zonesWith } from './zones.ts';

/** Time zone and hours, and what is checked and said: all of them together, as they are stored. The server knows the bounds. */
export function RulesStep({ now: { compliance }, onNext }: StepProps) {
  const { t } = useSpeech();
  const { confirmed_at, ...rules } = compliance;
  return (
    <div className={css.form}>
      {confirmed_at && (
        <Notice tone="plain">
          {t('onboarding.rules.confirmed')} <Moment at={confirmed_at} />
        </Notice>
      )}
      <ApiForm
        of={confirm_compliance}
        initial={rules}
        fields={{
          timezone: {
            label: t('org.timezone'),
            hint: t('onboarding.rules.zone_hint', { zone: ownZone().replaceAll('_', ' ') }),
            required: t('form.required'),
            input: (bound) => <ZoneInput {...bound} />,
          },
          calling_hours_start: { label: t('org.hours_start'), hint: t('onboarding.rules.hours_hint'), required: t('form.required'), input: (bound) => <TimeInput {...bound} /> },
          calling_hours_end: { label: t('org.hours_end'), required: t('form.required'), input: (bound) => <TimeInput {...bound} /> },
          dnc_enabled: { label: t('onboarding.rules.dnc'), hint: t('onboarding.rules.dnc_hint'), input: (bound) => <SwitchInput {...bound} /> },
          disclosure_enabled: { label: t('onboarding.rules.disclosure'), hint: t('onboarding.rules.disclosure_hint'), input: (bound) => <SwitchInput {...bound} /> },
        }}
        submit={t('onboarding.rules.submit')}
        onDone={({ onboarding }) => {
          learnOnboarding(onboarding);
          void queryClient.invalidateQueries({ queryKey: [current_organization.id] });
          onNext();
        }}
      />
    </div>
  );
}

function ZoneInput({ value, ...bound }: InputProps) {
  const { t } = useSpeech();
  const zone = String(value ?? '');
  return (
    <Select
      {...bound}
      value={zone}
      data={zonesWith(zone).map(({ label, zones }) => ({
        group: t(`onboarding.rules.zones.${label}`),
        items: zones.map((each) => ({ value: each, label: each.replaceAll('_', ' ') })),
      }))}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('onboarding.rules.no_zone')}
      maxDropdownHeight={280}
    />
  );
}

const TimeInput = ({ value, ...bound }: InputProps) => <TextInput {...bound} type="time" classNames={{ wrapper: css.time ?? '' }} value={String(value ?? '')} />;

const SwitchInput = ({ value, ...bound }: InputProps) => <Switch {...bound} checked={value === true} />;
