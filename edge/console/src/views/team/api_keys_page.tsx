// Keys for programs: made, shown once, renewed, ended.
import { Button, TagsInput, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import type { AnswerOf } from '../../api/operation.ts';
import { create_api_key, list_api_keys, revoke_api_key, rotate_api_key } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { ListTable } from '../../parts/list_table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Copyable, Moment, Notice } from '../../parts/small.tsx';
import { Failed, FailedNotice, State } from '../../parts/states.tsx';
import css from './team.module.css';

type NewKey = AnswerOf<'create_api_key'>;

/** What programs most often need; any other permission may be typed. */
const kOftenWanted = ['calls:read', 'recordings:read', 'transcripts:read', 'calls:execute', 'calls:write', 'audit_logs:read'];

const askAgain = () => void queryClient.invalidateQueries({ queryKey: [list_api_keys.id] });

export function ApiKeysPage() {
  const { t } = useSpeech();
  const [making, setMaking] = useState(false);
  return (
    <GuardedPage
      title={t('keys.title')}
      meaning={t('keys.meaning')}
      by={list_api_keys}
      right={t('keys.right')}
      action={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
          {t('keys.make')}
        </Button>
      }
    >
      <Keys making={making} onClose={() => setMaking(false)} />
    </GuardedPage>
  );
}

/** The living keys; over them the one that is being made, and once it is, its text. */
function Keys({ making, onClose }: { making: boolean; onClose: () => void }) {
  const { t } = useSpeech();
  const keys = useQuery(answerTo(list_api_keys));
  const [shown, setShown] = useState<NewKey | null>(null);
  const show = (made: NewKey) => {
    askAgain();
    onClose();
    setShown(made);
  };
  const rotate = useSend(rotate_api_key, { onSuccess: show });
  const revoke = useSend(revoke_api_key, { onSuccess: askAgain });
  const rows = keys.data?.api_keys;
  const failure = rotate.error ?? revoke.error;
  return (
    <>
      {failure && <FailedNotice error={failure} />}
      <Panel title={t('keys.living')} extra={rows && <span className={css.count}>{rows.length}</span>}>
        {keys.isError ? (
          <Failed error={keys.error} retry={() => void keys.refetch()} right={t('keys.right')} compact />
        ) : rows?.length === 0 ? (
          <State icon={<IconKey size={20} stroke={1.6} />} title={t('keys.none')} compact />
        ) : (
          <ListTable
            label={t('keys.list')}
            rows={rows}
            id={(key) => key.id}
            columns={[
              { id: 'name', header: t('team.name'), narrow: 'title', cell: (key) => key.name },
              { id: 'prefix', header: t('keys.begins'), narrow: 'line', cell: (key) => <span className="mono">{key.key_prefix}…</span> },
              { id: 'may', header: t('keys.may'), cell: (key) => <span className="mono">{key.permissions.join(' ')}</span> },
              { id: 'used', header: t('keys.used'), cell: (key) => <Moment at={key.last_used_at} /> },
              { id: 'until', header: t('keys.until'), cell: (key) => <Moment at={key.expires_at} /> },
              {
                id: 'actions',
                header: t('app.actions'),
                align: 'right',
                narrow: 'side',
                cell: (key) => (
                  <span className={css.actions}>
                    <Button size="compact-sm" variant="default" aria-label={t('keys.rotate_of', { name: key.name })} loading={rotate.isPending} onClick={() => rotate.mutate({ path: { id: key.id } })}>
                      {t('keys.rotate')}
                    </Button>
                    <Button size="compact-sm" variant="default" aria-label={t('keys.revoke_of', { name: key.name })} loading={revoke.isPending} onClick={() => revoke.mutate({ path: { id: key.id } })}>
                      {t('keys.revoke')}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {making && <MakeDialog onClose={onClose} onMade={show} />}
      {shown && <ShownOnce made={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function MakeDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: NewKey) => void }) {
  const { t } = useSpeech();
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState<string[]>(['calls:read']);
  const make = useSend(create_api_key, { onSuccess: onMade });
  const press = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && permissions.length) make.mutate({ body: { name: name.trim(), permissions } });
  };
  return (
    <Dialog label={t('keys.make')} heading onClose={onClose}>
      <form className={css.made} noValidate onSubmit={press}>
        {make.error && (make.error.code === 'EMAIL_NOT_VERIFIED' ? <Notice tone="warn">{t('team.verify_first')}</Notice> : <FailedNotice error={make.error} />)}
        <TextInput label={t('team.name')} description={t('keys.name_hint')} maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} autoFocus />
        <TagsInput
          label={t('keys.may')}
          description={t('keys.may_hint')}
          data={kOftenWanted}
          value={permissions}
          onChange={setPermissions}
          error={make.error?.details[0]?.message}
          comboboxProps={{ withinPortal: false }}
        />
        <Button type="submit" loading={make.isPending} disabled={!name.trim() || !permissions.length}>
          {t('keys.make')}
        </Button>
      </form>
    </Dialog>
  );
}

function ShownOnce({ made, onClose }: { made: NewKey; onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Dialog label={t('keys.made', { name: made.api_key.name })} heading onClose={onClose}>
      <div className={css.made}>
        <Notice tone="warn">{t('keys.once')}</Notice>
        <Copyable value={made.key} label={t('keys.key')} />
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </div>
    </Dialog>
  );
}
