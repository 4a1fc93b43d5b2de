import { Button, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconToggleRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import {
  change_global_flag,
  change_org_flag,
  create_org_flag,
  list_global_flags,
  list_org_flags,
  remove_org_flag,
} from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import type { GlobalFlag, OrgFlag } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Failed, State, useProblemText } from '../../parts/states.tsx';
import { useOffers } from '../../session/session.ts';
import layout from '../../parts/page.module.css';
import css from './flags.module.css';

const again = () =>
  Promise.all([list_org_flags, list_global_flags].map(({ id }) => queryClient.invalidateQueries({ queryKey: [id] })));

export function FlagsPage() {
  const { t } = useSpeech();
  const offers = useOffers();
  const [adding, setAdding] = useState(false);
  return (
    <GuardedPage
      title={t('flags.title')}
      meaning={t('flags.meaning')}
      by={list_org_flags}
      right={t('flags.forbidden.right')}
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('flags.add')}
        </Button>
      }
    >
      <Ours />
      {offers(list_global_flags) && <Everybodys />}
      {adding && (
        <Dialog label={t('flags.add')} heading onClose={() => setAdding(false)}>
          <ApiForm
            of={create_org_flag}
            initial={{ enabled: true }}
            fields={{
              feature: { label: t('flags.feature'), autoFocus: true },
              daily_limit: { label: t('flags.daily_limit'), hint: t('flags.limit_hint') },
              monthly_limit: { label: t('flags.monthly_limit'), hint: t('flags.limit_hint') },
            }}
            submit={t('flags.turn_on')}
            onDone={() => {
              setAdding(false);
              return again();
            }}
          />
        </Dialog>
      )}
    </GuardedPage>
  );
}

/** A failed press stays visible: the switch springs back, and says why. */
function useRefused() {
  const { t } = useSpeech();
  const text = useProblemText();
  return (problem: Parameters<typeof text>[0]) => notifications.show({ color: 'red', title: t('problem.title'), message: text(problem) });
}

function Ours() {
  const { t } = useSpeech();
  const { data, error, refetch } = useQuery(answerTo(list_org_flags));
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} right={t('flags.forbidden.right')} />
      </div>
    );
  if (!data) return <Bones rows={5} />;
  return (
    <Panel title={t('flags.ours')}>
      {data.flags.length ? (
        <ul className={css.flags}>
          {data.flags.map((flag) => (
            <OurFlag key={flag.feature} flag={flag} />
          ))}
        </ul>
      ) : (
        <State compact icon={<IconToggleRight size={22} stroke={1.6} />} title={t('flags.empty')} body={t('flags.empty.body')} />
      )}
    </Panel>
  );
}

function OurFlag({ flag }: { flag: OrgFlag }) {
  const { t, tOr, locale } = useSpeech();
  const onError = useRefused();
  const create = useSend(create_org_flag, { onSuccess: again, onError });
  const change = useSend(change_org_flag, { onSuccess: again, onError });
  const remove = useSend(remove_org_flag, { onSuccess: again, onError });
  const busy = create.isPending || change.isPending || remove.isPending;
  const isDecided = flag.enabled !== null && flag.enabled !== undefined;
  const isOffForAll = flag.global_enabled === false;
  const name = tOr(`flag.${flag.feature}`, flag.feature);
  const figure = new Intl.NumberFormat(locale);
  const limits = [
    flag.daily_limit != null && t('flags.used_today', { used: figure.format(flag.current_daily_usage), limit: figure.format(flag.daily_limit) }),
    flag.monthly_limit != null && t('flags.used_month', { used: figure.format(flag.current_monthly_usage), limit: figure.format(flag.monthly_limit) }),
  ].filter(Boolean);
  const set = (enabled: boolean) =>
    isDecided
      ? change.mutate({
          path: { feature: flag.feature },
          body: {
            enabled,
            ...(flag.daily_limit != null ? { daily_limit: flag.daily_limit } : {}),
            ...(flag.monthly_limit != null ? { monthly_limit: flag.monthly_limit } : {}),
            ...(flag.config_value != null ? { config_value: flag.config_value } : {}),
          },
        })
      : create.mutate({ body: { feature: flag.feature, enabled } });
  return (
    <li className={css.flag}>
      <div className={css.what}>
        <div className={css.name}>{name}</div>
        <div className={css.why}>
          {isOffForAll ? t('flags.off_for_all') : isDecided ? t('flags.decided') : t('flags.default')}
          {limits.map((limit) => (
            <span key={String(limit)} className="numbers">
              {' · '}
              {limit}
            </span>
          ))}
          {flag.disabled_reason && <span> · {flag.disabled_reason}</span>}
        </div>
      </div>
      {isDecided && (
        <Button variant="default" size="compact-sm" disabled={busy} onClick={() => remove.mutate({ path: { feature: flag.feature } })} aria-label={t('flags.reset_of', { name })}>
          {t('flags.reset')}
        </Button>
      )}
      <Switch
        checked={flag.effective}
        disabled={busy || isOffForAll}
        onChange={(event) => set(event.currentTarget.checked)}
        aria-label={name}
        onLabel={t('flags.on')}
        offLabel={t('flags.off')}
        size="md"
      />
    </li>
  );
}

/** For who runs the platform: what is off here is off for every organisation. */
function Everybodys() {
  const { t } = useSpeech();
  const { data, error, refetch } = useQuery(answerTo(list_global_flags));
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} />
      </div>
    );
  if (!data) return <Bones rows={4} />;
  return (
    <Panel title={t('flags.everybody')}>
      <p className={css.why}>{t('flags.everybody.meaning')}</p>
      <ul className={css.flags}>
        {data.flags.map((flag) => (
          <EverybodysFlag key={flag.feature} flag={flag} />
        ))}
      </ul>
    </Panel>
  );
}

function EverybodysFlag({ flag }: { flag: GlobalFlag }) {
  const { t, tOr } = useSpeech();
  const onError = useRefused();
  const change = useSend(change_global_flag, { onSuccess: again, onError });
  const name = tOr(`flag.${flag.feature}`, flag.feature);
  return (
    <li className={css.flag}>
      <div className={css.what}>
        <div className={css.name}>{name}</div>
        {flag.disabled_reason && <div className={css.why}>{flag.disabled_reason}</div>}
      </div>
      <Switch
        checked={flag.enabled}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ path: { feature: flag.feature }, body: { enabled: event.currentTarget.checked } })}
        aria-label={t('flags.for_everybody', { name })}
        onLabel={t('flags.on')}
        offLabel={t('flags.off')}
        size="md"
      />
    </li>
  );
}
