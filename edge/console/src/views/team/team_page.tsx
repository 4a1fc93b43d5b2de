// Who belongs here, with which role, and who is invited.
import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { IconDots, IconLogout, IconMailForward, IconUserMinus, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import type { AnswerOf, Operation } from '../../api/operation.ts';
import { cancel_invite, change_role, invite_member, list_invites, list_members, remove_member, sign_out_member } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ListTable } from '../../parts/list_table.tsx';
import layout from '../../parts/page.module.css';
import { PageHead } from '../../parts/page_head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Moment } from '../../parts/small.tsx';
import { Failed, FailedNotice, State } from '../../parts/states.tsx';
import { useOffers, useUser } from '../../session/session.ts';
import { InviteForm, askTeamAgain } from './invite_form.tsx';
import css from './team.module.css';

type Member = AnswerOf<'list_members'>['members'][number];
type Invite = AnswerOf<'list_invites'>['invites'][number];
type GivenRole = 'viewer' | 'agent' | 'analyst' | 'operator' | 'manager' | 'compliance' | 'admin' | 'owner';
const kRoles: readonly GivenRole[] = ['viewer', 'agent', 'analyst', 'operator', 'manager', 'compliance', 'admin', 'owner'];

export function TeamPage() {
  const { t, tOr } = useSpeech();
  const user = useUser();
  const rules = useOffers()(invite_member);
  const members = useQuery(answerTo(list_members));
  const [inviting, setInviting] = useState(false);
  const [ending, setEnding] = useState<{ what: End; member: Member } | null>(null);
  const change = useSend(change_role, { onSuccess: askTeamAgain });

  /** As the server has it: never oneself, and owners by owners alone. */
  const mayChange = (member: Member) => rules && member.user_id !== user.id && (member.role !== 'owner' || user.role === 'owner');
  const more = (member: Member) => mayChange(member) && <More member={member} onChoose={(what) => setEnding({ what, member })} />;
  const roleOf = (member: Member) =>
    mayChange(member) ? (
      <Select
        size="xs"
        className={css.role ?? ''}
        aria-label={t('team.role_of', { name: member.name || member.email })}
        value={member.role === 'member' ? 'viewer' : member.role}
        data={kRoles.filter((role) => role !== 'owner' || user.role === 'owner').map((value) => ({ value, label: t(`role.${value}`) }))}
        allowDeselect={false}
        disabled={change.isPending}
        onChange={(role) => role && change.mutate({ path: { user_id: member.user_id }, body: { role: role as GivenRole } })}
      />
    ) : (
      <span>{tOr(`role.${member.role}`, member.role)}</span>
    );

  return (
    <div className={layout.page}>
      <PageHead
        title={t('team.title')}
        meaning={t('team.meaning')}
        action={
          rules && (
            <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setInviting(true)}>
              {t('team.invite')}
            </Button>
          )
        }
      />
      {change.error && <FailedNotice error={change.error} />}
      <Panel title={t('team.members')} extra={members.data && <span className={css.count}>{members.data.total}</span>}>
        {members.isError ? (
          <Failed error={members.error} retry={() => void members.refetch()} right={t('team.right')} compact />
        ) : (
          <ListTable
            label={t('team.members_list')}
            rows={members.data?.members}
            id={(member) => member.user_id}
            columns={[
              { id: 'name', header: t('team.name'), narrow: 'title', cell: (member) => <Person member={member} self={member.user_id === user.id} /> },
              { id: 'seen', header: t('team.seen'), cell: (member) => <Moment at={member.last_seen_at} /> },
              { id: 'joined', header: t('team.joined'), cell: (member) => <Moment at={member.joined_at} /> },
              { id: 'role', header: t('team.role'), narrow: 'side', cell: (member) => <Narrow aside={more(member)}>{roleOf(member)}</Narrow> },
              {
                id: 'more',
                header: t('app.actions'),
                align: 'right',
                cell: more,
              },
            ]}
          />
        )}
      </Panel>
      {rules && <Invites />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {ending && <EndDialog {...ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

/** On a phone the actions stand beside the role: there is no room for a column of them. */
function Narrow({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  return (
    <span className={css.side}>
      {children}
      <span className={css.aside}>{aside}</span>
    </span>
  );
}

function Person({ member, self }: { member: Member; self: boolean }) {
  const { t } = useSpeech();
  return (
    <span className={css.person}>
      <span className={css.name}>
        {member.name || member.email}
        {self && <span className={css.you}>{t('team.you')}</span>}
      </span>
      {member.name && <span className={css.address}>{member.email}</span>}
    </span>
  );
}

function More({ member, onChoose }: { member: Member; onChoose: (what: End) => void }) {
  const { t } = useSpeech();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('team.more', { name: member.name || member.email })}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => onChoose('sign_out')}>
          {t('team.sign_out')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconUserMinus size={16} aria-hidden />} onClick={() => onChoose('remove')}>
          {t('team.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Invites() {
  const { t, tOr } = useSpeech();
  const invites = useQuery(answerTo(list_invites));
  const cancel = useSend(cancel_invite, { onSuccess: askTeamAgain });
  const shown = invites.data?.invites;
  return (
    <Panel title={t('team.invites')} extra={shown && <span className={css.count}>{shown.length}</span>}>
      {cancel.error && <FailedNotice error={cancel.error} />}
      {invites.isError ? (
        <Failed error={invites.error} retry={() => void invites.refetch()} right={t('team.right')} compact />
      ) : shown?.length === 0 ? (
        <State icon={<IconMailForward size={20} stroke={1.6} />} title={t('team.no_invites')} compact />
      ) : (
        <ListTable
          label={t('team.invites_list')}
          rows={shown}
          id={(invite: Invite) => invite.id}
          columns={[
            { id: 'email', header: t('signin.email'), narrow: 'title', cell: (invite) => invite.email },
            { id: 'role', header: t('team.role'), narrow: 'line', cell: (invite) => tOr(`role.${invite.role}`, invite.role) },
            { id: 'by', header: t('team.invited_by'), cell: (invite) => invite.invited_by },
            { id: 'until', header: t('team.until'), cell: (invite) => <Moment at={invite.expires_at} /> },
            {
              id: 'cancel',
              header: t('app.actions'),
              align: 'right',
              narrow: 'side',
              cell: (invite) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('team.cancel_of', { email: invite.email })}
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate({ path: { id: invite.id } })}
                >
                  {t('team.cancel')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Dialog label={t('team.invite')} heading onClose={onClose}>
      <InviteForm autoFocus next={<Button onClick={onClose}>{t('app.close')}</Button>} />
    </Dialog>
  );
}

/** What can be ended of somebody: where they are signed in, or that they belong here. */
type End = 'sign_out' | 'remove';
const kEnds: Record<End, Operation<'sign_out_member'> | Operation<'remove_member'>> = { sign_out: sign_out_member, remove: remove_member };

function EndDialog({ what, member, onClose }: { what: End; member: Member; onClose: () => void }) {
  const { t } = useSpeech();
  const end = useSend(kEnds[what] as Operation<'remove_member'>, {
    onSuccess: () => {
      askTeamAgain();
      onClose();
    },
  });
  const name = member.name || member.email;
  return (
    <Dialog label={t(`team.${what}_title`, { name })} heading onClose={onClose}>
      <div className={css.made}>
        <p>{t(`team.${what}_body`, { name })}</p>
        {end.error && <FailedNotice error={end.error} />}
        <Button color="red" loading={end.isPending} onClick={() => end.mutate({ path: { user_id: member.user_id } })}>
          {t(`team.${what}`)}
        </Button>
      </div>
    </Dialog>
  );
}
