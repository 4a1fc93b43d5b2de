import { CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import css from './api_docs.module.css';

/** Text to be taken away: scrolls sideways by itself, and copies whole. */
export function Code({ title, text, json = false }: { title: ReactNode; text: string; json?: boolean }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <figure className={css.code} aria-labelledby={id}>
      <figcaption>
        <span id={id}>{title}</span>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <button type="button" className={css.copy} onClick={copy}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              <span aria-live="polite">{t(copied ? 'app.copied' : 'app.copy')}</span>
            </button>
          )}
        </CopyButton>
      </figcaption>
      <pre tabIndex={0} aria-labelledby={id} role="region">
        <code>{json ? coloured(text) : text}</code>
      </pre>
    </figure>
  );
}

const kToken = /("(?:[^"\\]|\\.)*"(?=\s*:))|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b)/g;

/** Names, texts and figures told apart. */
function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(kToken)) {
    parts.push(text.slice(at, match.index));
    const kind = match[1] ? 'name' : match[2] ? 'text' : 'figure';
    parts.push(
      <span key={match.index} data-token={kind}>
        {match[0]}
      </span>,
    );
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return parts;
}
