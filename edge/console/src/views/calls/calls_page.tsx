import { ActionIcon, Button, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPhoneOff, IconPhonePlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { callsQuery } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ButtonLink } from '../../parts/button_link.tsx';
import { Failed, FailedNotice, State } from '../../parts/states.tsx';
import type { SearchOf } from '../../parts/list_search.ts';
import { isOfferedDialling, useUser } from '../../session/session.ts';
import { usePageTitle } from '../../shell/outside.tsx';
import shell from '../../shell/shell.module.css';
import { Hint, useShortcut } from '../../shell/shortcuts.tsx';
import css from './calls.module.css';
import { CallsTable } from './calls_table.tsx';

const route = getRouteApi('/app/calls');

const kPageSize = 50;
const kStatuses = ['active', 'completed', 'no_answer', 'busy', 'failed', 'canceled'] as const;
const kDirections = ['outbound', 'inbound'] as const;

type CallsSearch = SearchOf<'list_calls'>;

export function CallsPage() {
  const { t } = useSpeech();
  const user = useUser();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(callsQuery({ ...search, page: search.page ?? 1, limit: kPageSize }));
  usePageTitle(t('calls.title'));

  const change = (changes: Partial<Record<keyof CallsSearch, string | number | undefined>>) =>
    void navigate({
      search: (before: CallsSearch) => {
        const next = { ...before, page: undefined, ...changes };
        return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== '')) as CallsSearch;
      },
      replace: true,
    });

  const filtered = !!(search.status || search.direction || search.search);
  const pagination = list.data?.pagination;
  const pages = Math.max(1, pagination?.total_pages ?? 1);
  const page = search.page ?? 1;
  const calls = list.data?.calls;
  const mayDial = isOfferedDialling(user);

  return (
    <div className={shell.page} style={{ height: '100%' }}>
      <header className={shell.pageHead}>
        <div>
          <h1>{t('calls.title')}</h1>
          <p className={shell.pageMeaning}>{t('calls.meaning')}</p>
        </div>
        {mayDial && (
          <Tooltip label={<Hint text={t('calls.dial')} keys="d" />}>
            <ButtonLink className={shell.pageAction ?? ''} to="/dial" leftSection={<IconPhonePlus size={17} aria-hidden />}>
              {t('calls.dial')}
            </ButtonLink>
          </Tooltip>
        )}
      </header>

      <div className={css.tools}>
        <SearchField value={search.search ?? ''} onSearch={(value) => change({ search: value || undefined })} />
        <Chips
          label={t('calls.filter.status')}
          any={t('calls.filter.any')}
          chosen={search.status}
          choices={kStatuses.map((status) => [status, status === 'active' ? t('calls.filter.active') : t(`status.${status}`)])}
          onChoose={(status) => change({ status })}
        />
        <Chips
          label={t('calls.filter.direction')}
          chosen={search.direction}
          choices={kDirections.map((direction) => [direction, t(`direction.${direction}`)])}
          onChoose={(direction) => change({ direction })}
        />
        {filtered && (
          <Button variant="subtle" size="compact-sm" onClick={() => change({ status: undefined, direction: undefined, search: undefined })}>
            {t('calls.filter.clear')}
          </Button>
        )}
      </div>

      <div className={`${shell.card} ${css.frame}`} aria-busy={list.isFetching}>
        {list.isError && calls && (
          <div className={css.stale}>
            <FailedNotice error={list.error} retry={() => void list.refetch()} />
          </div>
        )}
        {list.isError && !calls ? (
          <Failed error={list.error} retry={() => void list.refetch()} right={t('calls.forbidden.right')} />
        ) : calls && !calls.length ? (
          filtered ? (
            <State
              icon={<IconSearch size={22} stroke={1.6} />}
              title={t('calls.nothing.title')}
              body={t('calls.nothing.body')}
              action={
                <Button variant="default" onClick={() => change({ status: undefined, direction: undefined, search: undefined })}>
                  {t('calls.filter.clear')}
                </Button>
              }
            />
          ) : (
            <State
              icon={<IconPhoneOff size={22} stroke={1.6} />}
              title={t('calls.empty.title')}
              body={t('calls.empty.body')}
              action={
                mayDial && (
                  <ButtonLink to="/dial" leftSection={<IconPhonePlus size={17} aria-hidden />}>
                    {t('calls.empty.action')}
                  </ButtonLink>
                )
              }
            />
          )
        ) : (
          <CallsTable calls={calls} />
        )}
        {calls && calls.length > 0 && pagination && (
          <footer className={css.foot}>
            <span className="numbers" role="status">
              {t('calls.count', { n: pagination.total })}
            </span>
            <div className={css.pages}>
              <span className="numbers">{t('calls.page', { page, pages })}</span>
              <ActionIcon variant="default" size="md" aria-label={t('calls.previous')} disabled={page <= 1} onClick={() => change({ page: page - 1 > 1 ? page - 1 : undefined })}>
                <IconChevronLeft size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="default" size="md" aria-label={t('calls.next')} disabled={page >= pages} onClick={() => change({ page: page + 1 })}>
                <IconChevronRight size={16} aria-hidden />
              </ActionIcon>
            </div>
          </footer>
        )}
      </div>
    </div>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const { t } = useSpeech();
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback(onSearch, 220);
  // The address may change without our typing: the back button, the palette, "clear filters".
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(value);
  }, [value]);
  useShortcut('/', 'shortcut.search', () => input.current?.focus());
  return (
    <TextInput
      ref={input}
      className={css.search ?? ''}
      type="search"
      inputMode="tel"
      aria-label={t('calls.search')}
      placeholder={t('calls.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed ? (
          <CloseButton
            size="sm"
            aria-label={t('calls.filter.clear')}
            onClick={() => {
              setTyped('');
              onSearch('');
              input.current?.focus();
            }}
          />
        ) : null
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

interface ChipsProps {
  label: string;
  chosen: string | undefined;
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string | undefined) => void;
  /** The name of "no filter", where it deserves a chip of its own. */
  any?: string;
}

function Chips({ label, chosen, choices, onChoose, any }: ChipsProps) {
  return (
    <div className={css.chips} role="group" aria-label={label}>
      {any && (
        <button type="button" className={css.chip} aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
          {any}
        </button>
      )}
      {choices.map(([value, name]) => (
        <button
          key={value}
          type="button"
          className={css.chip}
          aria-pressed={chosen === value}
          onClick={() => onChoose(chosen === value ? undefined : value)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
