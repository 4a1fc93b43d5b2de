import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPencil, IconUserMinus, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import { deactivate_team, list_members, list_team_members, put_team_member, remove_team_member, update_team } from '../../api/operations.ts';
import type { Department, DepartmentMember } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ListTable } from '../../parts/list_table.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Moment } from '../../parts/small.tsx';
import { Failed, FailedNotice, State } from '../../parts/states.tsx';
import { useOffers } from '../../session/session.ts';
import { askAgain } from './again.ts';
import { DepartmentForm } from './department_form.tsx';
import css from './departments.module.css';
import { type Branch, inOrder } from './tree.ts';

const kPage = 200;

const named = ({ name, email }: { name: string; email: string }) => name || email;

/** One department: what it is, who leads it, who is in it. */
export function DepartmentPanel({ team, tree }: { team: Department; tree: readonly Branch[] }) {
  const { t, tOr } = useSpeech();
  const offers = useOffers();
  const [doing, setDoing] = useState<'edit' | 'deactivate' | null>(null);
  const above = inOrder(tree).find((each) => each.team.id === team.parent_team_id)?.team;
  return (
    <>
      <Panel
        title={team.name}
        extra={
          <span className={css.actions}>
            {offers(deactivate_team) && (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDoing('deactivate')}>
                {t('departments.deactivate')}
              </Button>
            )}
            {offers(update_team) && (
              <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setDoing('edit')} aria-label={t('departments.edit_of', { name: team.name })}>
                {t('departments.edit')}
              </Button>
            )}
          </span>
        }
      >
        {team.description && <p className={css.description}>{team.description}</p>}
        <Values
          of={[
            { label: t('departments.manager'), value: team.manager ? named(team.manager) : t('departments.no_manager') },
            above && { label: t('departments.below'), value: above.name },
            team.team_type !== 'department' && { label: t('departments.type'), value: tOr(`departments.type.${team.team_type}`, team.team_type) },
          ]}
        />
      </Panel>
      <Members team={team} />
      {doing === 'edit' && <DepartmentForm team={team} tree={tree} onClose={() => setDoing(null)} />}
      {doing === 'deactivate' && <DeactivateDialog team={team} onClose={() => setDoing(null)} />}
    </>
  );
}

function Members({ team }: { team: Department }) {
  const { t, tOr } = useSpeech();
  const offers = useOffers();
  const [page, setPage] = useState(1);
  const asked = useQuery(answerTo(list_team_members, { path: { id: team.id }, query: { page, limit: kPage } }));
  const remove = useSend(remove_team_member, { onSuccess: askAgain });
  const members = asked.data?.members;
  const mayTakeOut = offers(remove_team_member);
  const part = (member: DepartmentMember) => tOr(`departments.part.${member.team_role}`, member.team_role);
  return (
    <Panel title={t('departments.members')} extra={asked.data && <span className={css.count}>{asked.data.pagination.total}</span>}>
      {remove.error && <FailedNotice error={remove.error} />}
      {offers(put_team_member) && members && <AddMember team={team} members={members} />}
      {asked.isError && !members ? (
        <Failed error={asked.error} retry={() => void asked.refetch()} right={t('departments.right')} compact />
      ) : members?.length === 0 ? (
        <State icon={<IconUsers size={20} stroke={1.6} />} title={t('departments.nobody')} compact />
      ) : (
        <ListTable
          label={t('departments.members_of', { name: team.name })}
          rows={members}
          id={(member) => member.user_id}
          columns={[
            {
              id: 'name',
              header: t('team.name'),
              narrow: 'title',
              cell: (member) => (
                <span className={css.person}>
                  <span className={css.name}>{named(member)}</span>
                  {member.name && <span className={css.address}>{member.email}</span>}
                </span>
              ),
            },
            { id: 'part', header: t('departments.part'), cell: part },
            { id: 'role', header: t('team.role'), narrow: 'line', cell: (member) => tOr(`role.${member.role}`, member.role) },
            { id: 'since', header: t('departments.since'), cell: (member) => <Moment at={member.joined_at} /> },
            ...(mayTakeOut
              ? [
                  {
                    id: 'out',
                    header: t('app.actions'),
                    align: 'right' as const,
                    narrow: 'side' as const,
                    cell: (member: DepartmentMember) => (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('departments.take_out', { name: named(member) })}
                        title={t('departments.take_out', { name: named(member) })}
                        disabled={remove.isPending}
                        onClick={() => remove.mutate({ path: { id: team.id, user_id: member.user_id } })}
                      >
                        <IconUserMinus size={17} aria-hidden />
                      </ActionIcon>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {asked.data && asked.data.pagination.total_pages > 1 && (
        <Pager pagination={asked.data.pagination} count={(n) => t('departments.people', { n })} onPage={setPage} />
      )}
    </Panel>
  );
}

function AddMember({ team, members }: { team: Department; members: readonly DepartmentMember[] }) {
  const { t } = useSpeech();
  const everybody = useQuery(answerTo(list_members));
  const [wanted, setWanted] = useState<string | null>(null);
  const add = useSend(put_team_member, {
    onSuccess: () => {
      setWanted(null);
      return askAgain();
    },
  });
  const others = (everybody.data?.members ?? []).filter(({ user_id }) => !members.some((member) => member.user_id === user_id));
  if (everybody.data && !others.length) return null;
  return (
    <>
      {add.error && <FailedNotice error={add.error} />}
      {everybody.error && <FailedNotice error={everybody.error} retry={() => void everybody.refetch()} />}
      <form
        className={css.add}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted) add.mutate({ path: { id: team.id }, body: { user_id: wanted } });
        }}
      >
        <Select
          aria-label={t('departments.who')}
          placeholder={t('departments.who')}
          value={wanted}
          onChange={setWanted}
          data={others.map((member) => ({ value: member.user_id, label: named(member) }))}
          searchable
          clearable
          nothingFoundMessage={t('departments.nobody_found')}
        />
        <Button type="submit" variant="default" leftSection={<IconUserPlus size={16} aria-hidden />} disabled={!wanted} loading={add.isPending}>
          {t('departments.take_in')}
        </Button>
      </form>
    </>
  );
}

function DeactivateDialog({ team, onClose }: { team: Department; onClose: () => void }) {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const send = useSend(deactivate_team, {
    onSuccess: async () => {
      await askAgain();
      onClose();
      await navigate({ to: '/teams', replace: true });
    },
  });
  return (
    <Dialog label={t('departments.deactivate_title', { name: team.name })} heading onClose={onClose}>
      <div className={css.form}>
        <p>{t('departments.deactivate_body')}</p>
        {send.error && <FailedNotice error={send.error} />}
        <Button color="red" loading={send.isPending} onClick={() => send.mutate({ path: { id: team.id } })}>
          {t('departments.deactivate')}
        </Button>
      </div>
    </Dialog>
  );
}
