// Where one is signed in, and one's password.
import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import { end_my_session, list_my_sessions, update_me } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ListTable } from '../../parts/list_table.tsx';
import layout from '../../parts/page.module.css';
import { PageHead } from '../../parts/page_head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Moment, Notice } from '../../parts/small.tsx';
import { Failed, FailedNotice } from '../../parts/states.tsx';
import css from './security.module.css';

const askAgain = () => void queryClient.invalidateQueries({ queryKey: [list_my_sessions.id] });

export function SecurityPage() {
  const { t } = useSpeech();
  const sessions = useQuery(answerTo(list_my_sessions));
  const end = useSend(end_my_session, { onSuccess: askAgain });
  return (
    <div className={layout.page}>
      <PageHead title={t('security.title')} meaning={t('security.meaning')} />
      <Panel title={t('security.sessions')}>
        {end.error && <FailedNotice error={end.error} />}
        {sessions.isError ? (
          <Failed error={sessions.error} retry={() => void sessions.refetch()} compact />
        ) : (
          <ListTable
            label={t('security.sessions_list')}
            rows={sessions.data?.sessions}
            id={(session) => session.id}
            columns={[
              {
                id: 'browser',
                header: t('security.browser'),
                narrow: 'title',
                cell: (session) => (
                  <span title={session.user_agent}>
                    {browserOf(session.user_agent) || t('app.unknown')}
                    {session.current && <span className={css.current}>{t('security.current')}</span>}
                  </span>
                ),
              },
              { id: 'ip', header: t('security.address'), narrow: 'line', cell: (session) => <span className="mono">{session.ip || '–'}</span> },
              { id: 'org', header: t('profile.organisation'), cell: (session) => session.organization_name ?? '–' },
              { id: 'since', header: t('security.since'), cell: (session) => <Moment at={session.created_at} /> },
              { id: 'until', header: t('security.until'), cell: (session) => <Moment at={session.expires_at} /> },
              {
                id: 'end',
                header: t('app.actions'),
                align: 'right',
                narrow: 'side',
                cell: (session) =>
                  !session.current && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('security.end_of', { browser: browserOf(session.user_agent) || t('app.unknown') })}
                      loading={end.isPending}
                      onClick={() => end.mutate({ path: { id: session.id } })}
                    >
                      {t('security.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('security.password')}>
        <PasswordForm />
      </Panel>
    </div>
  );
}

const kShortest = 8;

function PasswordForm() {
  const { t } = useSpeech();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [short, setShort] = useState(false);
  const change = useSend(update_me, {
    onSuccess: () => {
      setOld('');
      setFresh('');
      askAgain();
    },
  });
  const press = (event: FormEvent) => {
    event.preventDefault();
    setShort(fresh.length < kShortest);
    if (fresh.length >= kShortest) change.mutate({ body: { password: { old_password: old, new_password: fresh } } });
  };
  return (
    <form className={css.form} noValidate onSubmit={press}>
      {change.isSuccess && <Notice tone="plain">{t('security.changed')}</Notice>}
      {change.error &&
        (change.error.code === 'INVALID_CREDENTIALS' ? <Notice tone="bad">{t('security.wrong')}</Notice> : <FailedNotice error={change.error} />)}
      <PasswordInput label={t('security.old')} autoComplete="current-password" maxLength={128} value={old} onChange={(e) => setOld(e.currentTarget.value)} />
      <PasswordInput
        label={t('security.new')}
        description={t('signup.password_hint')}
        autoComplete="new-password"
        maxLength={128}
        error={short && t('form.shorter', { n: kShortest })}
        value={fresh}
        onChange={(e) => setFresh(e.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={change.isPending} disabled={!old || !fresh}>
          {t('security.change')}
        </Button>
      </div>
    </form>
  );
}

/** "Firefox on Linux": what a person recognises of a browser's long name. */
function browserOf(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : '';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return browser && system ? `${browser} · ${system}` : browser || agent.slice(0, 40);
}
