import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import { current_organization, list_api_keys, update_organization } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { ButtonLink } from '../../parts/button_link.tsx';
import layout from '../../parts/page.module.css';
import { PageHead } from '../../parts/page_head.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { Copyable, Moment, Notice } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import { useOffers, useUser } from '../../session/session.ts';
import css from './team.module.css';

export function OrganizationPage() {
  const { t, tOr } = useSpeech();
  const user = useUser();
  const offers = useOffers();
  const asked = useQuery(answerTo(current_organization));
  const [saved, setSaved] = useState(false);
  const organization = asked.data?.organization;
  return (
    <div className={layout.page}>
      <PageHead
        title={t('org.title')}
        meaning={t('org.meaning')}
        action={
          offers(list_api_keys) && (
            <ButtonLink to="/admin/api" variant="default" leftSection={<IconKey size={17} aria-hidden />}>
              {t('keys.title')}
            </ButtonLink>
          )
        }
      />
      {asked.isError && <Failed error={asked.error} retry={() => void asked.refetch()} right={t('team.right')} />}
      {organization && (
        <>
          <Panel title={t('org.facts')}>
            <Values
              of={[
                { label: t('org.name'), value: organization.name },
                { label: t('org.plan'), value: `${organization.plan} · ${organization.plan_status}` },
                { label: t('org.your_role'), value: tOr(`role.${user.role}`, user.role) },
                { label: t('team.members'), value: String(organization.member_count), numbers: true },
                { label: t('org.hours'), value: `${organization.calling_hours_start}–${organization.calling_hours_end} ${organization.timezone}`, numbers: true },
                { label: t('org.since'), value: <Moment at={organization.created_at} /> },
                { label: 'Id', value: <Copyable value={organization.id} /> },
              ]}
            />
          </Panel>
          {offers(update_organization) && (
            <Panel title={t('org.change')}>
              <div className={css.form}>
                {saved && <Notice tone="plain">{t('org.saved')}</Notice>}
                <ApiForm
                  key={organization.id}
                  of={update_organization}
                  path={{ id: organization.id }}
                  fields={{
                    name: { label: t('org.name'), required: t('form.required') },
                    timezone: { label: t('org.timezone'), hint: t('org.timezone_hint') },
                    calling_hours_start: { label: t('org.hours_start'), hint: t('org.hours_hint') },
                    calling_hours_end: { label: t('org.hours_end') },
                    industry: { label: t('org.industry') },
                    address: { label: t('org.address') },
                  }}
                  initial={{
                    name: organization.name,
                    timezone: organization.timezone,
                    calling_hours_start: organization.calling_hours_start,
                    calling_hours_end: organization.calling_hours_end,
                    industry: organization.industry ?? '',
                    address: organization.address ?? '',
                  }}
                  onDone={() => {
                    setSaved(true);
                    for (const key of ['current_organization', 'session']) void queryClient.invalidateQueries({ queryKey: [key] });
                  }}
                  onRefused={() => setSaved(false)}
                  submit={t('org.save')}
                />
              </div>
            </Panel>
          )}
        </>
      )}
    </div>
  );
}
