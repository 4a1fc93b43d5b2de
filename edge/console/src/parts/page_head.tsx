import type { ReactNode } from 'react';
import { usePageTitle } from './page_title.ts';
import layout from './page.module.css';

/** What this page is, in a word and a sentence, and the one thing one does here. */
export function PageHead({ title, meaning, action }: { title: string; meaning?: ReactNode; action?: ReactNode }) {
  usePageTitle(title);
  return (
    <header className={layout.pageHead}>
      <div>
        <h1>{title}</h1>
        {meaning && <p className={layout.pageMeaning}>{meaning}</p>}
      </div>
      {action && <div className={layout.pageAction}>{action}</div>}
    </header>
  );
}
