// The API for people who write programs, drawn from the document the server gives: a list of operations beside one of them.
import { Skeleton, TextInput } from '@mantine/core';
import { IconChevronLeft, IconSearch } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { documentQuery } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { State, Failed } from '../../parts/states.tsx';
import { useShortcut } from '../../shell/shortcuts.tsx';
import css from './api_docs.module.css';
import { type OpenApi, type Reference, found, referenceOf } from './document.ts';
import { Method } from './method.tsx';

const referenceQuery = { ...documentQuery, select: (document: unknown) => referenceOf(document as OpenApi) };

/** Only below the page, which waits for it. */
export const useReference = (): Reference => useSuspenseQuery(referenceQuery).data;

export function ApiDocsPage() {
  const { t } = useSpeech();
  const reference = useQuery(referenceQuery);
  if (reference.data) return <Docs reference={reference.data} />;
  return (
    <div className={css.alone}>
      <h1 className="visually-hidden">{t('docs.title')}</h1>
      {reference.isError ? (
        <Failed error={reference.error} retry={() => void reference.refetch()} />
      ) : (
        <div role="status" aria-label={t('app.loading')} data-testid="skeleton" className={css.bones}>
          {[44, 16, 16, 120, 16, 200].map((height, i) => (
            <Skeleton key={i} height={height} radius={6} />
          ))}
        </div>
      )}
    </div>
  );
}

function Docs({ reference }: { reference: Reference }) {
  const { t } = useSpeech();
  const matches = useMatchRoute();
  const atHome = matches({ to: '/api-docs' }) !== false;
  const top = useRef<HTMLDivElement>(null);
  const here = matches({ to: '/api-docs/$operation' });
  const open = here ? here.operation : null;
  // Another operation is another page: it is read from its beginning.
  useEffect(() => {
    top.current?.scrollTo({ top: 0 });
  }, [open]);
  return (
    <div className={css.docs} data-home={atHome || undefined}>
      <Contents reference={reference} />
      <div className={css.content} ref={top}>
        {!atHome && (
          <Link to="/api-docs" className={css.back ?? ''}>
            <IconChevronLeft size={15} aria-hidden />
            {t('docs.title')}
          </Link>
        )}
        <Outlet />
      </div>
    </div>
  );
}

/** Every operation by what it is about, and the way to the one that is looked for. */
function Contents({ reference }: { reference: Reference }) {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', 'shortcut.search', () => input.current?.focus());
  const groups = found(reference.groups, search);
  const first = groups[0]?.operations[0];
  return (
    <nav className={css.contents} aria-label={t('docs.operations')}>
      <TextInput
        ref={input}
        type="search"
        aria-label={t('docs.search')}
        placeholder={t('docs.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first) void navigate({ to: '/api-docs/$operation', params: { operation: first.id } });
          if (event.key === 'Escape') {
            setSearch('');
            event.currentTarget.blur();
          }
        }}
      />
      <p className="visually-hidden" role="status">
        {search && t('docs.found', { n: groups.reduce((sum, group) => sum + group.operations.length, 0) })}
      </p>
      <div className={css.list}>
        {!search && (
          <Link to="/api-docs" className={css.entry ?? ''} activeOptions={{ exact: true }}>
            {t('docs.overview')}
          </Link>
        )}
        {groups.map((group) => (
          <section key={group.name}>
            <h2 lang="en">{group.name}</h2>
            <ul>
              {group.operations.map((operation) => (
                <li key={operation.id}>
                  <Link to="/api-docs/$operation" params={{ operation: operation.id }} className={css.entry ?? ''} title={`${operation.method} ${operation.path}`}>
                    <span lang="en">{operation.summary}</span>
                    <Method method={operation.method} />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {!groups.length && <State compact icon={<IconSearch size={22} stroke={1.6} />} title={t('list.nothing.title')} body={t('docs.nothing', { text: search })} />}
      </div>
    </nav>
  );
}
