// Filters of a list, made from the operation's query: choices become chips, a text to look for a search field, an id a field.
import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Constraint, Operation, OperationId, QueryOf } from '../api/operation.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useShortcut } from '../shell/shortcuts.tsx';
import css from './list.module.css';
import type { SearchOf } from './list_search.ts';

export interface Filter<Value> {
  label: string;
  /** Which of the document's choices are worth a chip, in which order; all of them when left out. */
  choices?: readonly NonNullable<Value>[];
  /** A choice in the reader's words. */
  name?: (value: NonNullable<Value>) => string;
  /** The name of "no filter", where it deserves a chip of its own. */
  any?: string;
  /** The one that `/` goes to. */
  main?: boolean;
  keyboard?: 'tel' | 'search';
}

export type FiltersOf<Id extends OperationId> = {
  readonly [Name in Exclude<keyof QueryOf<Id>, 'page' | 'limit'>]?: Filter<QueryOf<Id>[Name]>;
};

type Search = Record<string, unknown>;

const kNotFilters = ['page', 'limit'];
export const isFiltered = (search: object): boolean => Object.keys(search).some((name) => !kNotFilters.includes(name));
export const unfiltered = <Id extends OperationId>(): SearchOf<Id> => ({}) as SearchOf<Id>;

interface FiltersProps<Id extends OperationId> {
  of: Operation<Id>;
  filters: FiltersOf<Id>;
  search: SearchOf<Id>;
  onSearch: (search: SearchOf<Id>) => void;
}

export function Filters<Id extends OperationId>({ of, filters, search, onSearch }: FiltersProps<Id>) {
  const { t } = useSpeech();
  const wanted = of.query as Record<string, Constraint>;
  // Another filter is another list: it begins at its first page.
  const change = (name: string, value: unknown) => {
    const next: Search = { ...(search as Search), [name]: value };
    delete next['page'];
    if (value === undefined || value === '') delete next[name];
    onSearch(next as SearchOf<Id>);
  };
  const parts = (Object.entries(filters) as [string, Filter<unknown>][]).map(([name, filter]): ReactNode => {
    const choices = (filter.choices ?? wanted[name]?.enum) as readonly string[] | undefined;
    const chosen = (search as Search)[name];
    return choices ? (
      <Chips key={name} filter={filter} choices={choices} chosen={chosen as string | undefined} onChoose={(value) => change(name, value)} />
    ) : (
      <SearchField key={name} filter={filter} value={String(chosen ?? '')} longest={wanted[name]?.maxLength} onSearch={(value) => change(name, value)} />
    );
  });
  return (
    <div className={css.tools}>
      {parts}
      {isFiltered(search) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onSearch(unfiltered())}>
          {t('list.filter.clear')}
        </Button>
      )}
    </div>
  );
}

interface SearchFieldProps {
  filter: Filter<unknown>;
  value: string;
  longest: number | undefined;
  onSearch: (value: string) => void;
}

function SearchField({ filter: { label, main, keyboard }, value, longest, onSearch }: SearchFieldProps) {
  const { t } = useSpeech();
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback(onSearch, 220);
  // The address may change without our typing: the back button, the palette, "clear filters".
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(value);
  }, [value]);
  useShortcut('/', 'shortcut.search', () => input.current?.focus(), { when: main === true });
  return (
    <TextInput
      ref={input}
      className={css.search ?? ''}
      type="search"
      {...(keyboard ? { inputMode: keyboard } : {})}
      {...(longest ? { maxLength: longest } : {})}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed ? (
          <CloseButton
            size="sm"
            aria-label={t('list.filter.clear')}
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
  filter: Filter<unknown>;
  choices: readonly string[];
  chosen: string | undefined;
  onChoose: (value: string | undefined) => void;
}

function Chips({ filter: { label, any, name }, choices, chosen, onChoose }: ChipsProps) {
  return (
    <div className={css.chips} role="group" aria-label={label}>
      {any && (
        <button type="button" className={css.chip} aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
          {any}
        </button>
      )}
      {choices.map((value) => (
        <button
          key={value}
          type="button"
          className={css.chip}
          aria-pressed={chosen === value}
          onClick={() => onChoose(chosen === value ? undefined : value)}
        >
          {name ? name(value) : value}
        </button>
      ))}
    </div>
  );
}
