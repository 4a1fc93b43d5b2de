// Shows the server that a person asks, where it wants to know. A form takes `send` and `again` from here and shows `widget` above its
// button; without keys there is nothing to see and nothing is sent.
import { Button } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ApiProblem, withFormToken } from '../api/client.ts';
import type { AnswerOf, Asking, Operation, OperationId } from '../api/operation.ts';
import { useSpeech } from '../i18n/language.tsx';
import { type Widget, asksForAPerson, mayShowTheWidget, showWidget } from '../session/turnstile.ts';
import css from './human.module.css';
import { Notice } from './small.tsx';

/** How long a press waits for a widget that is at work. */
const kPatienceMs = 15_000;

type State = 'working' | 'asks' | 'solved' | 'failed';

/** What a press waits for: the proof, or word that it takes a person's hand first. */
class Proof {
  #token: string | null = null;
  #spent = false;
  #waiting: (() => void)[] = [];

  put(token: string | null): void {
    this.#token = token;
    this.settle();
  }
  /** Nobody waits any longer. */
  settle(): void {
    for (const tell of this.#waiting.splice(0)) tell();
  }
  clear(): void {
    this.#token = null;
    this.#spent = false;
  }
  async take(isComing: boolean): Promise<string | null> {
    if (this.#token === null && isComing)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, kPatienceMs);
      });
    this.#spent = this.#token !== null;
    return this.#token;
  }
  get isSpent(): boolean {
    return this.#spent;
  }
}

export interface Human<Id extends OperationId> {
  widget: ReactNode;
  send: (asking: Asking<Id>) => Promise<AnswerOf<Id>>;
  /** After a refusal: what was sent is spent. */
  again: () => void;
}

export function useHuman<Id extends OperationId>(operation: Operation<Id>): Human<Id> {
  const { t, language } = useSpeech();
  const asks = asksForAPerson();
  const [state, setState] = useState<State>('working');
  const [attempt, setAttempt] = useState(0);
  const shown = useRef<Widget | null>(null);
  const proof = useMemo(() => new Proof(), []);
  const action = operation.id;

  // A callback, so that the widget stands wherever and whenever the form shows its place.
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      if (!element) return;
      let gone = false;
      const become = (next: State, token: string | null = null) => {
        if (gone) return;
        setState(next);
        if (next === 'working') proof.clear();
        else proof.put(token);
      };
      become('working');
      showWidget(element, {
        action,
        language,
        dark: document.documentElement.dataset['mantineColorScheme'] === 'dark',
        solved: (token) => become('solved', token),
        asks: () => become('asks'),
        expired: () => become('working'),
        failed: () => become('failed'),
      }).then(
        (widget) => {
          if (gone) widget.remove();
          else shown.current = widget;
        },
        () => become('failed'),
      );
      return () => {
        gone = true;
        shown.current?.remove();
        shown.current = null;
      };
    },
    [action, language, proof],
  );
  useEffect(() => () => proof.settle(), [proof]);

  const again = useCallback(() => {
    if (!shown.current || !proof.isSpent) return;
    proof.clear();
    setState('working');
    shown.current.again();
  }, [proof]);

  const send = async (asking: Asking<Id>) => {
    if (!asks) return withFormToken(operation)(asking);
    const token = await proof.take(state === 'working' && mayShowTheWidget());
    if (token === null) throw new ApiProblem(403, { code: 'PERSON_WANTED' }, '');
    return withFormToken(operation, { 'X-Human-Proof': token })(asking);
  };

  if (!asks) return { widget: null, send, again };
  // The policy of another page holds here: this one must be loaded anew.
  if (!mayShowTheWidget()) {
    const reload = (
      <Button size="xs" variant="default" onClick={() => location.reload()}>
        {t('human.reload')}
      </Button>
    );
    return { widget: <Notice tone="warn" action={reload}>{t('human.elsewhere')}</Notice>, send, again };
  }
  const retry = (
    <Button size="xs" variant="default" onClick={() => setAttempt(attempt + 1)}>
      {t('human.again')}
    </Button>
  );
  const widget = (
    <div role="group" aria-label={t('human.label')} data-human={state}>
      <div key={`${attempt}.${language}`} ref={place} className={css.place} />
      <p className="visually-hidden" role="status">
        {state === 'solved' ? t('human.solved') : state === 'asks' ? t('human.asks') : ''}
      </p>
      {state === 'failed' && <Notice tone="bad" action={retry}>{t('human.failed')}</Notice>}
    </div>
  );
  return { widget, send, again };
}
