import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDownLeft, IconArrowUpRight, IconCircleDot } from '@tabler/icons-react';
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Call } from '../../api/types.ts';
import { nationalForm } from '../../format/phone.ts';
import { duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { otherSide } from '../../live/my_call.ts';
import { Elapsed } from '../../parts/elapsed.tsx';
import { Moment, PhoneNumber } from '../../parts/small.tsx';
import { StatusLabel } from '../../parts/status_label.tsx';
import { useShortcut } from '../../shell/shortcuts.tsx';
import css from './calls.module.css';

const features = tableFeatures({ columnVisibilityFeature });
const column = createColumnHelper<typeof features, Call>();
const kNoCalls: Call[] = [];
const kBones = 9;
/** Columns a narrow screen has no room for; their facts move under the number. */
const kWideOnly = ['status', 'agent', 'flow', 'started', 'recording'];

export function CallsTable({ calls }: { calls: Call[] | undefined }) {
  const { t, tOr } = useSpeech();
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const fresh = useFresh(calls);

  const columns = useMemo(
    () =>
      column.columns([
        column.display({ id: 'status', header: t('calls.column.status'), cell: ({ row }) => <StatusLabel status={row.original.status} /> }),
        column.display({ id: 'party', header: t('calls.column.party'), cell: ({ row }) => <Party call={row.original} narrow={!!narrow} /> }),
        column.display({ id: 'agent', header: t('calls.column.agent'), cell: ({ row }) => <span className={css.soft}>{row.original.user_name ?? '–'}</span> }),
        column.display({ id: 'flow', header: t('calls.column.flow'), cell: ({ row }) => <span className={css.soft}>{tOr(`flow.${row.original.flow_type}`, row.original.flow_type)}</span> }),
        column.display({ id: 'recording', header: t('calls.column.recording'), cell: ({ row }) => <Recorded yes={row.original.has_recording} /> }),
        column.display({ id: 'started', header: t('calls.column.started'), cell: ({ row }) => <Moment at={row.original.started_at ?? row.original.created_at} /> }),
        column.display({ id: 'talk', header: t('calls.column.talk'), cell: ({ row }) => <Talk call={row.original} /> }),
      ]),
    [t, narrow],
  );
  const columnVisibility = useMemo(() => Object.fromEntries(kWideOnly.map((id) => [id, !narrow])), [narrow]);
  const table = useTable({ features, columns, data: calls ?? kNoCalls, getRowId: (call: Call) => call.id, state: { columnVisibility } });

  const links = () => [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])];
  const step = (by: number) => {
    const all = links();
    if (!all.length) return;
    const at = all.findIndex((link) => link.dataset['row'] === chosen);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]!;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', 'shortcut.next_row', () => step(1));
  useShortcut('k', 'shortcut.previous_row', () => step(-1));
  useShortcut('enter', 'shortcut.open_row', () => {
    if (chosen) void navigate({ to: '/calls/$callId', params: { callId: chosen } });
  });

  return (
    <div className={css.scroll} role="region" aria-label={t('calls.table')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" data-align={header.column.id === 'talk' || header.column.id === 'started' ? 'right' : undefined}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body}>
          {!calls && <Bones columns={table.getVisibleLeafColumns().length} />}
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className={css.row}
              data-chosen={chosen === row.id || undefined}
              data-fresh={fresh.has(row.id) || undefined}
              onFocus={() => setChosen(row.id)}
              onClick={(event) => {
                const choosing = getSelection()?.toString() || (event.target as HTMLElement).closest('a, button');
                if (!choosing) void navigate({ to: '/calls/$callId', params: { callId: row.id } });
              }}
            >
              {row.getVisibleCells().map((cell) => (
                <td key={cell.id} data-align={cell.column.id === 'talk' || cell.column.id === 'started' ? 'right' : undefined}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Calls that appeared while the page was being looked at, so the eye finds what is new. */
function useFresh(calls: Call[] | undefined): ReadonlySet<string> {
  const seen = useRef<Set<string> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!calls) return;
    const before = seen.current;
    const newest = calls.filter((call) => before && !before.has(call.id) && Date.now() - Date.parse(call.created_at) < 60_000);
    if (newest.length) setFresh(new Set(newest.map((call) => call.id)));
    seen.current = new Set([...(before ?? []), ...calls.map((call) => call.id)]);
  }, [calls]);
  return fresh;
}

function Party({ call, narrow }: { call: Call; narrow: boolean }) {
  const { t } = useSpeech();
  const number = otherSide(call);
  const Arrow = call.direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  const link = (
    <Link
      to="/calls/$callId"
      params={{ callId: call.id }}
      className={css.party ?? ''}
      data-row={call.id}
      aria-label={t('calls.open', { party: number ? nationalForm(number) : t('app.unknown') })}
    >
      <Arrow size={15} aria-label={t(`direction.${call.direction}`)} />
      <PhoneNumber number={number} />
    </Link>
  );
  if (!narrow) return link;
  return (
    <div className={css.two}>
      {link}
      <span className={css.twoMeta}>
        <StatusLabel status={call.status} />
        <span aria-hidden>·</span>
        <Moment at={call.started_at ?? call.created_at} />
      </span>
    </div>
  );
}

function Talk({ call }: { call: Call }) {
  if (!call.ended_at && call.answered_at) return <Elapsed since={call.answered_at} until={null} />;
  if (call.talk_seconds === null || call.talk_seconds === 0) return <span className={css.quiet}>–</span>;
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
