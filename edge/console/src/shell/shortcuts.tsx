// Keyboard shortcuts: declared where they act, listed in one place, silent while somebody types.
import { Kbd } from '@mantine/core';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Key } from '../i18n/catalogue.ts';
import css from './shortcuts.module.css';

export type Scope = 'everywhere' | 'here';

interface Shortcut {
  /** "mod+k", "shift+e", "g c" (one after the other), "space". */
  keys: string;
  label: Key;
  scope: Scope;
  act(event: KeyboardEvent): void;
}

const kSequenceMs = 900;
let all: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
let pending: { first: string; atMs: number } | null = null;

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function nameOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const letter = /^[a-z]$/.test(key);
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.shiftKey && letter ? 'shift+' : ''}${key}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Space and Enter belong to the control that has the focus, arrows to a slider or a group of choices. */
function belongsToFocus(name: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (name === 'space' || name === 'enter') return !!target.closest('button, a[href], summary, [role="option"], [role="radio"]');
  if (name.startsWith('arrow')) return !!target.closest('[role="slider"], [role="radiogroup"], [role="menu"], [role="listbox"]');
  return false;
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  const withMod = name.startsWith('mod+');
  if (isTyping(event.target) && !withMod) return;
  if (!withMod && document.querySelector('dialog[open]')) return;
  if (belongsToFocus(name, event.target)) return;

  const sequence = pending && Date.now() - pending.atMs < kSequenceMs ? `${pending.first} ${name}` : null;
  pending = null;
  // What a page means by a key goes before what the console means by it everywhere.
  const meant = (keys: string) => all.findLast((s) => s.keys === keys && s.scope === 'here') ?? all.findLast((s) => s.keys === keys);
  const found = (sequence ? meant(sequence) : undefined) ?? meant(name);
  if (found) {
    event.preventDefault();
    found.act(event);
  } else if (all.some((s) => s.keys.startsWith(`${name} `))) {
    pending = { first: name, atMs: Date.now() };
  }
});

export function useShortcut(keys: string, label: Key, act: (event: KeyboardEvent) => void, options: { scope?: Scope; when?: boolean } = {}) {
  const { scope = 'here', when = true } = options;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!when) return;
    const mine: Shortcut = { keys, label, scope, act: (event) => latest.current(event) };
    all = [...all, mine];
    for (const listener of listeners) listener();
    return () => {
      all = all.filter((s) => s !== mine);
      for (const listener of listeners) listener();
    };
  }, [keys, label, scope, when]);
}

export const useShortcutList = (): readonly Shortcut[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );

const kShown: Record<string, string> = {
  space: 'Space',
  enter: '↵',
  arrowleft: '←',
  arrowright: '→',
  shift: '⇧',
  escape: 'Esc',
};

/** "mod+k" as people read it on their own keyboard. */
export function Keys({ keys, decorative }: { keys: string; decorative?: boolean }) {
  const shown = (part: string) => (part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : (kShown[part] ?? part.toUpperCase()));
  return (
    <span className={css.chord} aria-hidden={decorative || undefined}>
      {keys.split(' ').flatMap((chord) => chord.split('+').map((part) => <Kbd size="xs" key={chord + part}>{shown(part)}</Kbd>))}
    </span>
  );
}

/** A tooltip's text with its shortcut beside it. */
export function Hint({ text, keys }: { text: string; keys: string }) {
  return (
    <span className={css.hint}>
      {text} <Keys keys={keys} />
    </span>
  );
}
