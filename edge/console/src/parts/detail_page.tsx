// A page that is one thing: the way back to its list, its name and what matters most of it, and its parts below; with the looks of
// waiting, failing, not being there and not being allowed.
import { Skeleton } from '@mantine/core';
import { IconChevronLeft, IconFileOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type LinkProps, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import css from './detail.module.css';
import layout from './page.module.css';
import { usePageTitle } from './page_title.ts';
import { Failed, FailedNotice, State, asProblem } from './states.tsx';

export interface DetailPageProps<Thing> {
  /** `useQuery({ ...answerTo(get_thing, { path: { id } }), select: (answer) => answer.thing })` */
  thing: UseQueryResult<Thing>;
  back: Pick<LinkProps, 'to'> & { label: string };
  /** Its name, and what stands beside it: status, moments, the figure one came for. */
  title: (thing: Thing) => string;
  /** The whole of its name, where the title is a short form. */
  fullTitle?: (thing: Thing) => string | undefined;
  facts?: (thing: Thing) => ReactNode;
  figure?: (thing: Thing) => ReactNode;
  /** The name of the page while nothing is known. */
  waiting: string;
  notFound: { title: string; body: string };
  /** The right that is missing when the server says no. */
  right: string;
  /** The shape of what will come. */
  bones?: ReactNode;
  children: (thing: Thing) => ReactNode;
}

export function DetailPage<Thing>(props: DetailPageProps<Thing>) {
  const { thing, back, right, notFound } = props;
  const { data } = thing;
  const title = data === undefined ? props.waiting : props.title(data);
  usePageTitle(title);
  const problem = thing.isError ? asProblem(thing.error) : null;
  const retry = () => void thing.refetch();
  return (
    <div className={layout.page}>
      <header className={css.head}>
        <Link to={back.to!} className={css.back ?? ''}>
          <IconChevronLeft size={15} aria-hidden />
          {back.label}
        </Link>
        {data === undefined ? (
          <h1 className="visually-hidden">{title}</h1>
        ) : (
          <div className={css.titleRow}>
            <h1 title={props.fullTitle?.(data)}>{title}</h1>
            {props.facts && <div className={css.facts}>{props.facts(data)}</div>}
            {props.figure && <div className={css.figure}>{props.figure(data)}</div>}
          </div>
        )}
      </header>
      {problem && data !== undefined && <FailedNotice error={problem} retry={retry} />}
      {data !== undefined ? (
        props.children(data)
      ) : problem ? (
        <div className={layout.card}>
          {problem.code === 'NOT_FOUND' || problem.code === 'INVALID_ID' ? (
            <State icon={<IconFileOff size={22} stroke={1.6} />} {...notFound} />
          ) : (
            <Failed error={problem} retry={retry} right={right} />
          )}
        </div>
      ) : (
        (props.bones ?? <Bones />)
      )}
    </div>
  );
}

/** The thing itself at the left, what is known about it at the right; one below the other where there is no room. */
export function Columns({ left, right, waiting }: { left: ReactNode; right: ReactNode; waiting?: boolean }) {
  const { t } = useSpeech();
  return (
    <div className={css.columns} {...(waiting ? { role: 'status', 'aria-label': t('app.loading'), 'data-testid': 'skeleton' } : {})}>
      <div className={css.left}>{left}</div>
      <div className={css.right}>{right}</div>
    </div>
  );
}

function Bones() {
  return (
    <Columns
      waiting
      left={
        <>
          <Skeleton height={210} radius={8} />
          <Skeleton height={380} radius={8} />
        </>
      }
      right={
        <>
          <Skeleton height={320} radius={8} />
          <Skeleton height={200} radius={8} />
        </>
      }
    />
  );
}
