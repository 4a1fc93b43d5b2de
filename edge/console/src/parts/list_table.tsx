// The table of a list: sticky head, rows by keys, a skeleton while it waits. On a phone a row is a card: its title, what else is
// worth a line below it, and one fact at the right.
import { useMediaQuery } from '@mantine/hooks';
import { type LinkProps, Link, useNavigate } from '@tanstack/react-router';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { useShortcut } from '../shell/shortcuts.tsx';
import css from './list.module.css';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** Its place on a phone's card; a column without one is not there. */
  narrow?: 'title' | 'line' | 'side';
}

/** Where a row leads, and how a link to it is called; its words are those of the title column. */
export interface RowLink<Row> {
  to: (row: Row) => Pick<LinkProps, 'to' | 'params' | 'search'>;
  name: (row: Row) => string;
}

interface ListTableProps<Row> {
  label: string;
  rows: readonly Row[] | undefined;
  columns: readonly Column<Row>[];
  id: (row: Row) => string;
  open?: RowLink<Row>;
  createdAt?: (row: Row) => string;
}

const kBones = 9;

export function ListTable<Row>({ label, rows, columns, id, open, createdAt }: ListTableProps<Row>) {
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const fresh = useFresh(rows, id, createdAt);
  const title = columns.find((column) => column.narrow === 'title') ?? columns[0]!;
  const lines = columns.filter((column) => column.narrow === 'line');

  const linked = (row: Row, what: ReactNode): ReactNode =>
    open ? (
      <Link {...open.to(row)} className={css.title ?? ''} data-row={id(row)} aria-label={open.name(row)}>
        {what}
      </Link>
    ) : (
      <span className={css.title}>{what}</span>
    );
  const titleOf = (row: Row): ReactNode => {
    const words = linked(row, title.cell(row));
    if (!narrow || !lines.length) return words;
    return (
      <div className={css.two}>
        {words}
        <span className={css.twoMeta}>
          {lines.map((line, i) => (
            <Fragment key={line.id}>
              {i > 0 && <span aria-hidden>·</span>}
              {line.cell(row)}
            </Fragment>
          ))}
        </span>
      </div>
    );
  };

  const shown = narrow ? columns.filter((column) => column === title || column.narrow === 'side') : columns;

  const links = () => [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])];
  const step = (by: number) => {
    const all = links();
    if (!all.length) return;
    const at = all.findIndex((link) => link.dataset['row'] === chosen);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]!;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  const byKeys = { when: open !== undefined };
  useShortcut('j', 'shortcut.next_row', () => step(1), byKeys);
  useShortcut('k', 'shortcut.previous_row', () => step(-1), byKeys);
  useShortcut(
    'enter',
    'shortcut.open_row',
    () => {
      const row = rows?.find((each) => id(each) === chosen);
      if (row && open) void navigate(open.to(row) as Parameters<typeof navigate>[0]);
    },
    byKeys,
  );

  return (
    <div className={css.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.id} scope="col" data-align={column.align}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {!rows && <Bones columns={shown.length} />}
          {rows?.map((row) => (
            <tr
              key={id(row)}
              className={css.row}
              data-opens={open ? true : undefined}
              data-chosen={chosen === id(row) || undefined}
              data-fresh={fresh.has(id(row)) || undefined}
              onFocus={() => setChosen(id(row))}
              onClick={(event) => {
                const choosing = getSelection()?.toString() || (event.target as HTMLElement).closest('a, button');
                if (open && !choosing) void navigate(open.to(row) as Parameters<typeof navigate>[0]);
              }}
            >
              {shown.map((column) => (
                <td key={column.id} data-align={column.align}>
                  {column === title ? titleOf(row) : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const kFreshMs = 60_000;

/** Rows that appeared while the page was being looked at, so the eye finds what is new. */
function useFresh<Row>(rows: readonly Row[] | undefined, id: (row: Row) => string, createdAt?: (row: Row) => string): ReadonlySet<string> {
  const seen = useRef<Set<string> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const said = useRef({ id, createdAt });
  useEffect(() => {
    said.current = { id, createdAt };
  });
  useEffect(() => {
    const { id: nameOf, createdAt: born } = said.current;
    if (!rows || !born) return;
    const before = seen.current;
    const newest = rows.filter((row) => before && !before.has(nameOf(row)) && Date.now() - Date.parse(born(row)) < kFreshMs);
    if (newest.length) setFresh(new Set(newest.map(nameOf)));
    seen.current = new Set([...(before ?? []), ...rows.map(nameOf)]);
  }, [rows]);
  return fresh;
}

function Bones({ columns }: { columns: number }) {
  const { t } = useSpeech();
  return Array.from({ length: kBones }, (_, i) => (
    <tr key={i} data-testid="skeleton">
      {Array.from({ length: columns }, (__, j) => (
        <td key={j}>
          <span className={css.bone} style={{ width: `${45 + ((i * 7 + j * 13) % 45)}%` }} />
          {i === 0 && j === 0 && <span className="visually-hidden">{t('app.loading')}</span>}
        </td>
      ))}
    </tr>
  ));
}
