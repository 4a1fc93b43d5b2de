import { Tooltip } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconCircleDot, IconPhoneOff, IconPhonePlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { list_calls, start_call } from '../../api/operations.ts';
import { asDigits } from '../../api/queries.ts';
import type { Call } from '../../api/types.ts';
import { nationalForm } from '../../format/phone.ts';
import { duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { otherSide } from '../../live/my_call.ts';
import { ButtonLink } from '../../parts/button_link.tsx';
import { Elapsed } from '../../parts/elapsed.tsx';
import { ListPage } from '../../parts/list_page.tsx';
import { Moment, PhoneNumber } from '../../parts/small.tsx';
import { StatusLabel } from '../../parts/status_label.tsx';
import { useOffers } from '../../session/session.ts';
import { Hint } from '../../shell/shortcuts.tsx';
import css from './calls.module.css';

const route = getRouteApi('/app/calls');

export function CallsPage() {
  const { t, tOr } = useSpeech();
  const navigate = route.useNavigate();
  const mayDial = useOffers()(start_call);
  const dial = (words: string) => (
    <ButtonLink to="/dial" leftSection={<IconPhonePlus size={17} aria-hidden />}>
      {words}
    </ButtonLink>
  );
  return (
    <ListPage
      of={list_calls}
      asked={asDigits}
      title={t('calls.title')}
      meaning={t('calls.meaning')}
      action={mayDial && <Tooltip label={<Hint text={t('calls.dial')} keys="d" />}>{dial(t('calls.dial'))}</Tooltip>}
      search={route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
      filters={{
        search: { label: t('calls.search'), keyboard: 'tel', main: true },
        status: {
          label: t('calls.filter.status'),
          any: t('calls.filter.any'),
          choices: ['active', 'completed', 'no_answer', 'busy', 'failed', 'canceled'],
          name: (status) => (status === 'active' ? t('calls.filter.active') : t(`status.${status}`)),
        },
        direction: { label: t('calls.filter.direction'), choices: ['outbound', 'inbound'], name: (each) => t(`direction.${each}`) },
      }}
      rows={(answer) => answer.calls}
      id={(call) => call.id}
      createdAt={(call) => call.created_at}
      open={{
        to: (call) => ({ to: '/calls/$callId', params: { callId: call.id } }),
        name: (call) => t('calls.open', { party: partyOf(call) ? nationalForm(partyOf(call)!) : t('app.unknown') }),
      }}
      columns={[
        { id: 'status', header: t('calls.column.status'), cell: (call) => <StatusLabel status={call.status} />, narrow: 'line' },
        { id: 'party', header: t('calls.column.party'), cell: (call) => <Party call={call} />, narrow: 'title' },
        { id: 'agent', header: t('calls.column.agent'), cell: (call) => <span className={css.soft}>{call.user_name ?? '–'}</span> },
        { id: 'flow', header: t('calls.column.flow'), cell: (call) => <span className={css.soft}>{tOr(`flow.${call.flow_type}`, call.flow_type)}</span> },
        { id: 'recording', header: t('calls.column.recording'), cell: (call) => <Recorded yes={call.has_recording} /> },
        { id: 'started', header: t('calls.column.started'), align: 'right', cell: (call) => <Moment at={call.started_at ?? call.created_at} />, narrow: 'line' },
        { id: 'talk', header: t('calls.column.talk'), align: 'right', cell: (call) => <Talk call={call} />, narrow: 'side' },
      ]}
      count={(n) => t('calls.count', { n })}
      empty={{
        icon: <IconPhoneOff size={22} stroke={1.6} />,
        title: t('calls.empty.title'),
        body: t('calls.empty.body'),
        action: mayDial && dial(t('calls.empty.action')),
      }}
      right={t('calls.forbidden.right')}
    />
  );
}

/** A hidden number is an empty one. */
const partyOf = (call: Call): string | null => otherSide(call) || null;

function Party({ call }: { call: Call }) {
  const { t } = useSpeech();
  const Arrow = call.direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <span className={css.party}>
      <Arrow size={15} aria-label={t(`direction.${call.direction}`)} />
      <PhoneNumber number={partyOf(call)} />
    </span>
  );
}

function Talk({ call }: { call: Call }) {
  if (!call.ended_at && call.answered_at) return <Elapsed since={call.answered_at} until={null} />;
  if (!call.talk_seconds) return <span className={css.quiet}>–</span>;
  return <span className="numbers">{duration(call.talk_seconds)}</span>;
}

function Recorded({ yes }: { yes: boolean }) {
  const { t } = useSpeech();
  if (!yes) return <span className={css.quiet} title={t('calls.not_recorded')}>–</span>;
  return (
    <span className={css.soft} title={t('calls.recorded')}>
      <IconCircleDot size={16} stroke={1.8} aria-label={t('calls.recorded')} role="img" />
    </span>
  );
}
