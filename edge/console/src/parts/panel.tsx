// What a thing's page is made of: cards with a heading, and labelled values in them.
import { type ReactNode, useId } from 'react';
import layout from './page.module.css';
import css from './panel.module.css';

export function Panel({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={`${layout.card} ${css.panel}`} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

export interface Value {
  label: string;
  /** What is known; a value that is null, undefined or false is not listed, an unknown one says "–" itself. */
  value: ReactNode;
  /** Figures stand under each other. */
  numbers?: boolean;
  id?: string;
}

/** Labelled values, in the order they are worth reading. */
export function Values({ of }: { of: readonly (Value | false | null | undefined)[] }) {
  const shown = of.filter((each): each is Value => !!each && each.value !== null && each.value !== undefined && each.value !== false);
  return (
    <dl className={css.values}>
      {shown.map(({ id, label, value, numbers }) => (
        <div key={id ?? label} className={css.value}>
          <dt>{label}</dt>
          <dd className={numbers ? 'numbers' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
