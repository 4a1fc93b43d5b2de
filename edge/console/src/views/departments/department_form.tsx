import { Button, Select, TextInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import type { AnswerOf } from '../../api/operation.ts';
import { create_team, list_members, update_team } from '../../api/operations.ts';
import type { Department } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { faultOf, fieldOf } from '../../parts/constraints.ts';
import { Dialog, kListInDialog } from '../../parts/dialog.tsx';
import { useSend } from '../../parts/send.ts';
import { FailedNotice } from '../../parts/states.tsx';
import { askAgain } from './again.ts';
import css from './departments.module.css';
import { type Branch, placesFor } from './tree.ts';

/** A new department, or one that is renamed, moved or given to somebody else: what is emptied is sent as null. */
export function DepartmentForm({ team, tree, onClose }: { team?: Department; tree: readonly Branch[]; onClose: () => void }) {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const everybody = useQuery(answerTo(list_members));
  const [name, setName] = useState(team?.name ?? '');
  const [description, setDescription] = useState(team?.description ?? '');
  const [below, setBelow] = useState(team?.parent_team_id ?? null);
  const [manager, setManager] = useState(team?.manager_user_id ?? null);
  const [fault, setFault] = useState<string | null>(null);

  const onSuccess = async (answer: AnswerOf<'create_team'>) => {
    await askAgain();
    onClose();
    if (!team) await navigate({ to: '/teams', search: { team: answer.team.id } });
  };
  const create = useSend(create_team, { onSuccess });
  const update = useSend(update_team, { onSuccess });
  const send = team ? update : create;
  const details = send.error?.details ?? [];
  const said = (field: string) => details.find(({ path }) => fieldOf(path) === field)?.message;

  const press = (event: FormEvent) => {
    event.preventDefault();
    const wrong = faultOf(name.trim(), { ...create_team.body?.name, type: 'string', required: true });
    setFault(wrong && t(wrong.key, wrong.values));
    if (wrong) return;
    if (team)
      update.mutate({
        path: { id: team.id },
        body: { name: name.trim(), description: description.trim() || null, parent_team_id: below, manager_user_id: manager },
      });
    else
      create.mutate({
        body: {
          name: name.trim(),
          ...(description.trim() ? { description: description.trim() } : {}),
          ...(below ? { parent_team_id: below } : {}),
          ...(manager ? { manager_user_id: manager } : {}),
        },
      });
  };

  // Whoever leads it stands in the list even while the list is on its way.
  const people = everybody.data?.members ?? (team?.manager ? [team.manager] : []);
  return (
    <Dialog label={team ? t('departments.edit_of', { name: team.name }) : t('departments.add')} heading onClose={onClose}>
      <form className={css.form} noValidate onSubmit={press}>
        {send.error && !details.length && <FailedNotice error={send.error} />}
        {everybody.error && <FailedNotice error={everybody.error} retry={() => void everybody.refetch()} />}
        <TextInput
          label={t('departments.name')}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFault(null);
          }}
          error={fault ?? said('name')}
          maxLength={create_team.body?.name.maxLength ?? 100}
          aria-required
          data-autofocus
          autoFocus
        />
        <Textarea
          label={t('departments.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={said('description')}
          maxLength={create_team.body?.description?.maxLength ?? 2000}
          autosize
          minRows={2}
          maxRows={8}
        />
        <Select
          label={t('departments.below')}
          placeholder={t('departments.top')}
          value={below}
          onChange={setBelow}
          error={said('parent_team_id')}
          data={placesFor(tree, team?.id).map(({ team: { id, name: label }, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${label}` }))}
          comboboxProps={kListInDialog}
          searchable
          clearable
          nothingFoundMessage={t('departments.none_found')}
        />
        <Select
          label={t('departments.manager')}
          placeholder={t('departments.no_manager')}
          value={manager}
          onChange={setManager}
          error={said('manager_user_id')}
          data={people.map((person) => ({ value: person.user_id, label: person.name || person.email }))}
          comboboxProps={kListInDialog}
          searchable
          clearable
          nothingFoundMessage={t('departments.nobody_found')}
        />
        <Button type="submit" loading={send.isPending}>
          {t(team ? 'departments.save' : 'departments.create')}
        </Button>
      </form>
    </Dialog>
  );
}
