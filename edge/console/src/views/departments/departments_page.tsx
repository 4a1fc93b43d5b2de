// The organisation as its people see it: departments below each other, who leads them, and who is in the one that is chosen.
import { Button } from '@mantine/core';
import { IconChevronLeft, IconPlus, IconSitemap, IconUsers } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import { create_team, list_teams } from '../../api/operations.ts';
import type { Department } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Bones } from '../../parts/bones.tsx';
import layout from '../../parts/page.module.css';
import { PageHead } from '../../parts/page_head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Failed, State } from '../../parts/states.tsx';
import { useOffers } from '../../session/session.ts';
import { DepartmentForm } from './department_form.tsx';
import { DepartmentPanel } from './department_panel.tsx';
import css from './departments.module.css';
import { type Branch, treeOf } from './tree.ts';

const route = getRouteApi('/app/teams');
const kPage = 200;

/** All of them: a tree is read whole. */
function useDepartments() {
  const page = (n: number) => answerTo(list_teams, { query: { page: n, limit: kPage } });
  const first = useQuery(page(1));
  const pages = first.data?.pagination.total_pages ?? 1;
  const rest = useQueries({ queries: Array.from({ length: Math.max(0, pages - 1) }, (_, i) => page(i + 2)) });
  const all = [first, ...rest];
  return {
    teams: all.every(({ data }) => data) ? all.flatMap(({ data }) => data!.teams) : undefined,
    error: all.find(({ data, error }) => error && !data)?.error,
    retry: () => all.forEach(({ refetch }) => void refetch()),
  };
}

export function DepartmentsPage() {
  const { t } = useSpeech();
  const offers = useOffers();
  const { team: chosen } = route.useSearch();
  const { teams, error, retry } = useDepartments();
  const [adding, setAdding] = useState(false);
  const tree = treeOf(teams ?? []);
  const shown = teams?.find(({ id }) => id === chosen) ?? (chosen ? undefined : tree[0]?.team);
  const add = offers(create_team) && teams && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('departments.add')}
    </Button>
  );
  return (
    <div className={layout.page}>
      <PageHead title={t('departments.title')} meaning={t('departments.meaning')} action={teams?.length ? add : null} />
      {error ? (
        <div className={layout.card}>
          <Failed error={error} retry={retry} right={t('departments.right')} />
        </div>
      ) : !teams ? (
        <Bones rows={8} />
      ) : !teams.length ? (
        <div className={layout.card}>
          <State icon={<IconSitemap size={22} stroke={1.6} />} title={t('departments.empty')} body={t('departments.empty.body')} action={add} />
        </div>
      ) : (
        <div className={css.columns} data-chosen={chosen ? true : undefined}>
          <div className={css.tree}>
            <Panel title={t('departments.tree')} extra={<span className={css.count}>{teams.length}</span>}>
              <nav aria-label={t('departments.tree')}>
                <Branches branches={tree} shown={shown?.id} />
              </nav>
            </Panel>
          </div>
          <div className={css.chosen}>
            {chosen && (
              <Link to="/teams" className={css.back ?? ''}>
                <IconChevronLeft size={16} aria-hidden /> {t('departments.all')}
              </Link>
            )}
            {shown ? (
              <DepartmentPanel key={shown.id} team={shown} tree={tree} />
            ) : (
              <div className={layout.card}>
                <State icon={<IconSitemap size={22} stroke={1.6} />} title={t('departments.gone')} body={t('departments.gone.body')} />
              </div>
            )}
          </div>
        </div>
      )}
      {adding && <DepartmentForm tree={tree} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Branches({ branches, shown }: { branches: readonly Branch[]; shown: string | undefined }) {
  return (
    <ul className={css.branches}>
      {branches.map(({ team, below }) => (
        <li key={team.id}>
          <Row team={team} isShown={team.id === shown} />
          {below.length > 0 && <Branches branches={below} shown={shown} />}
        </li>
      ))}
    </ul>
  );
}

function Row({ team, isShown }: { team: Department; isShown: boolean }) {
  const { t, locale } = useSpeech();
  const leads = team.manager ? team.manager.name || team.manager.email : t('departments.no_manager');
  return (
    <Link to="/teams" search={{ team: team.id }} className={css.row ?? ''} data-shown={isShown || undefined} aria-current={isShown ? 'true' : undefined}>
      <span className={css.what}>
        <span className={css.name}>{team.name}</span>
        <span className={css.leads} data-none={!team.manager || undefined}>
          {leads}
        </span>
      </span>
      <span className={css.many}>
        <IconUsers size={15} stroke={1.7} aria-hidden />
        <span className="numbers" aria-hidden>
          {new Intl.NumberFormat(locale).format(team.member_count)}
        </span>
        <span className="visually-hidden">{t('departments.people', { n: team.member_count })}</span>
      </span>
    </Link>
  );
}
