// Finding what was said. A question is asked when it is finished, not letter by letter, for every asking is written down; each answer
// leads to its moment of the call.
import { Button, TextInput } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconListSearch, IconMessageOff, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import { search } from '../../api/operations.ts';
import type { FoundUtterance, Speaker } from '../../api/types.ts';
import { durationMs } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { otherSide } from '../../live/my_call.ts';
import { Bones } from '../../parts/bones.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import list from '../../parts/list.module.css';
import layout from '../../parts/page.module.css';
import { AuthorityBadge, Moment, PhoneNumber } from '../../parts/small.tsx';
import { Failed, FailedNotice, State, asProblem } from '../../parts/states.tsx';
import { useShortcut } from '../../shell/shortcuts.tsx';
import { type Asked, kLongestQuestion, momentsOf } from './asked.ts';
import css from './search.module.css';

const route = getRouteApi('/app/search');
const kSpeakers: readonly Speaker[] = ['agent', 'consumer'];

export function SearchPage() {
  const { t } = useSpeech();
  const asked = route.useSearch();
  return (
    <GuardedPage title={t('search.title')} meaning={t('search.meaning')} by={search} right={t('search.forbidden.right')}>
      <Question asked={asked} />
      {asked.q ? (
        <Answers key={JSON.stringify(asked)} asked={{ ...asked, q: asked.q }} />
      ) : (
        <div className={layout.card}>
          <State icon={<IconListSearch size={22} stroke={1.6} />} title={t('search.begin.title')} body={t('search.begin.body')} />
        </div>
      )}
    </GuardedPage>
  );
}

function Question({ asked }: { asked: Asked }) {
  const { t } = useSpeech();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(asked.q ?? '');
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', 'shortcut.search', () => field.current?.focus());
  // The address may change without our typing: the back button, a link.
  useEffect(() => setTyped(asked.q ?? ''), [asked.q]);

  const ask = (change: { [Name in keyof Asked]?: Asked[Name] | undefined }) => {
    const next = { ...asked, q: typed.trim(), ...change };
    void navigate({ search: Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Asked });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask({});
  };
  return (
    <form className={css.question} role="search" aria-label={t('search.title')} onSubmit={submit}>
      <div className={css.words}>
        <TextInput
          ref={field}
          className={css.field ?? ''}
          type="search"
          aria-label={t('search.words')}
          placeholder={t('search.words')}
          maxLength={kLongestQuestion}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t('search.ask')}</Button>
      </div>
      <div className={list.tools}>
        <div className={list.chips} role="group" aria-label={t('search.speaker')}>
          <button type="button" className={list.chip} aria-pressed={!asked.speaker} onClick={() => ask({ speaker: undefined })}>
            {t('search.speaker.any')}
          </button>
          {kSpeakers.map((speaker) => (
            <button key={speaker} type="button" className={list.chip} aria-pressed={asked.speaker === speaker} onClick={() => ask({ speaker })}>
              {t(`speaker.${speaker}`)}
            </button>
          ))}
        </div>
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className={css.day}>
            <span>{t(`search.${end}`)}</span>
            <TextInput type="date" size="xs" value={asked[end] ?? ''} onChange={({ currentTarget: { value } }) => ask(end === 'from' ? { from: value } : { to: value })} />
          </label>
        ))}
      </div>
      <p className={css.hint}>{t('search.hint')}</p>
    </form>
  );
}

function Answers({ asked }: { asked: Asked & { q: string } }) {
  const { t } = useSpeech();
  const { q, speaker } = asked;
  const question = { q, ...(speaker ? { speaker } : {}), ...momentsOf(asked) };
  const answers = useInfiniteQuery({
    queryKey: [search.id, question],
    queryFn: ({ pageParam, signal }) => call(search, { query: { ...question, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 60_000,
  });
  const box = useRef<HTMLOListElement>(null);
  const step = (by: number) => {
    const all = [...(box.current?.querySelectorAll<HTMLAnchorElement>('a[data-found]') ?? [])];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]!;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', 'shortcut.next_row', () => step(1));
  useShortcut('k', 'shortcut.previous_row', () => step(-1));

  const found = answers.data?.pages.flatMap((page) => page.results);
  if (answers.isError && !found) {
    const problem = asProblem(answers.error);
    const isOurs = problem.code === 'VALIDATION_ERROR' && problem.details.some(({ path }) => path === 'q');
    return (
      <div className={layout.card}>
        {isOurs ? (
          <State role="alert" tone="warn" icon={<IconSearch size={22} stroke={1.6} />} title={t('search.no_word.title')} body={t('search.no_word.body')} />
        ) : (
          <Failed error={answers.error} retry={() => void answers.refetch()} right={t('search.forbidden.right')} />
        )}
      </div>
    );
  }
  if (!found) return <Bones rows={6} />;
  if (!found.length) {
    return (
      <div className={layout.card}>
        <State role="status" icon={<IconMessageOff size={22} stroke={1.6} />} title={t('search.nothing.title')} body={t('search.nothing.body')} />
      </div>
    );
  }
  return (
    <>
      <p className={css.count} role="status">
        {t(answers.hasNextPage ? 'search.count.more' : 'search.count', { n: found.length })}
      </p>
      <ol ref={box} className={`${layout.card} ${css.answers}`} aria-label={t('search.answers')}>
        {found.map((one) => (
          <li key={`${one.version_id}.${one.utterance_index}`}>
            <Answer one={one} />
          </li>
        ))}
      </ol>
      {answers.isError && <FailedNotice error={answers.error} retry={() => void answers.fetchNextPage()} />}
      {answers.hasNextPage && !answers.isError && (
        <Button className={css.more ?? ''} variant="default" loading={answers.isFetchingNextPage} onClick={() => void answers.fetchNextPage()}>
          {t('search.more')}
        </Button>
      )}
    </>
  );
}

function Answer({ one }: { one: FoundUtterance }) {
  const { t } = useSpeech();
  const Arrow = one.call.direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  const direction = one.call.direction === 'inbound' ? 'inbound' : 'outbound';
  const speaker = one.speaker === 'agent' || one.speaker === 'consumer' ? one.speaker : 'unknown';
  return (
    <Link to="/calls/$callId" params={{ callId: one.call.id }} search={{ at: one.start_ms, recording: one.recording_id }} className={css.answer ?? ''} data-found>
      <span className={css.call}>
        <Arrow size={15} aria-label={t(`direction.${direction}`)} role="img" />
        <b>
          <PhoneNumber number={otherSide(one.call) || null} />
        </b>
        {one.call.user_name && <span>{one.call.user_name}</span>}
        <Moment at={one.call.started_at ?? one.call.created_at} />
        <span className={css.badges}>
          {!one.is_current && <span>{t('transcript.version', { n: one.version })}</span>}
          <AuthorityBadge kind={one.is_authoritative ? 'authoritative' : 'preview'} />
        </span>
      </span>
      <span className={css.said}>
        <span className={css.who} data-speaker={speaker}>
          {t(`speaker.${speaker}`)} <span className="numbers">{durationMs(one.start_ms)}</span>
        </span>
        <span className={css.text}>
          {one.parts.map((part, i) => (part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))}
        </span>
      </span>
    </Link>
  );
}
