// A page that is a list: filters that live in the address, a table that becomes cards on a phone, pages, and the looks of having
// nothing, waiting, failing and not being allowed. What can be asked comes from the operation; what it means comes from the page.
import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answerTo } from '../api/answers.ts';
import type { AnswerOf, Operation, OperationId, QueryOf } from '../api/operation.ts';
import type { Pagination } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import { type FiltersOf, Filters, isFiltered, unfiltered } from './filters.tsx';
import css from './list.module.css';
import type { SearchOf } from './list_search.ts';
import { type Column, ListTable, type RowLink } from './list_table.tsx';
import { PageHead } from './page_head.tsx';
import { Pager } from './pager.tsx';
import layout from './page.module.css';
import { Failed, FailedNotice, State } from './states.tsx';

const kPageSize = 50;

export interface Empty {
  icon?: ReactNode;
  title: string;
  body: ReactNode;
  action?: ReactNode;
}

export interface ListPageProps<Id extends OperationId, Row> {
  of: Operation<Id>;
  title: string;
  meaning: string;
  /** At the right of the title: what one does here. */
  action?: ReactNode;
  /** Between that and the list: what is on its way into it. */
  above?: ReactNode;
  /** What the address says (`useSearch` of a route with `searchOf(of)`), and how to make it say something else. */
  search: SearchOf<Id>;
  onSearch: (search: SearchOf<Id>) => void;
  filters?: FiltersOf<Id>;
  rows: (answer: AnswerOf<Id>) => readonly Row[];
  columns: readonly Column<Row>[];
  id: (row: Row) => string;
  /** Where a row leads; without it rows are only read. */
  open?: RowLink<Row>;
  /** When a row came to be: rows that appear while one looks are shown as new. */
  createdAt?: (row: Row) => string;
  count: (total: number) => string;
  empty: Empty;
  /** The right that is missing when the server says no. */
  right: string;
  /** The question as the server wants it, where people type it otherwise. */
  asked?: (question: QueryOf<Id>) => QueryOf<Id>;
}

export function ListPage<Id extends OperationId, Row>(props: ListPageProps<Id, Row>) {
  const { of, search, onSearch, filters, columns, id, open, createdAt, right } = props;
  const { t } = useSpeech();
  const question = { ...search, limit: kPageSize } as unknown as QueryOf<Id>;
  const list = useQuery(answerTo(of, { query: props.asked?.(question) ?? question }));
  const rows = list.data && props.rows(list.data);
  const pagination = (list.data as { pagination?: Pagination } | undefined)?.pagination;
  const filtered = isFiltered(search);
  const clear = () => onSearch(unfiltered());

  return (
    <div className={`${layout.page} ${layout.whole}`}>
      <PageHead title={props.title} meaning={props.meaning} action={props.action} />
      {props.above}
      {filters && <Filters of={of} filters={filters} search={search} onSearch={onSearch} />}
      <div className={`${layout.card} ${css.frame}`} aria-busy={list.isFetching}>
        {list.isError && rows && (
          <div className={css.stale}>
            <FailedNotice error={list.error} retry={() => void list.refetch()} />
          </div>
        )}
        {list.isError && !rows ? (
          <Failed error={list.error} retry={() => void list.refetch()} right={right} />
        ) : rows && !rows.length && filtered ? (
          <State
            icon={<IconSearch size={22} stroke={1.6} />}
            title={t('list.nothing.title')}
            body={t('list.nothing.body')}
            action={
              <Button variant="default" onClick={clear}>
                {t('list.filter.clear')}
              </Button>
            }
          />
        ) : rows && !rows.length ? (
          <State {...props.empty} />
        ) : (
          <ListTable
            label={props.title}
            rows={rows}
            columns={columns}
            id={id}
            {...(open ? { open } : {})}
            {...(createdAt ? { createdAt } : {})}
          />
        )}
        {rows && rows.length > 0 && pagination && (
          <Pager pagination={pagination} count={props.count} onPage={(page) => onSearch({ ...search, page: page > 1 ? page : undefined } as SearchOf<Id>)} />
        )}
      </div>
    </div>
  );
}
