// The document's own words: paragraphs, lists, `code` and **strong**. It is English in every language of the console, and says so.
import { Fragment, type ReactNode } from 'react';
import css from './api_docs.module.css';

const kInline = /(`[^`]+`|\*\*[^*]+\*\*)/;

export function Words({ text }: { text: string }): ReactNode {
  return text.split(kInline).map((part, i) => {
    if (part.startsWith('`')) return <code key={i}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**')) return <strong key={i}>{part.slice(2, -2)}</strong>;
    return <Fragment key={i}>{part}</Fragment>;
  });
}

export function Prose({ text }: { text: string }) {
  if (!text) return null;
  return (
    <div className={css.prose} lang="en">
      {text.split(/\n{2,}/).map((block, i) => {
        const [head, ...items] = block.split(/\n- |^- /);
        return (
          <Fragment key={i}>
            {head && (
              <p>
                <Words text={head.replaceAll('\n', ' ')} />
              </p>
            )}
            {items.length > 0 && (
              <ul>
                {items.map((item) => (
                  <li key={item}>
                    <Words text={item} />
                  </li>
                ))}
              </ul>
            )}
          </Fragment>
        );
      })}
    </div>
  );
}
