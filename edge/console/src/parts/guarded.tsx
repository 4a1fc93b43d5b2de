import type { ReactNode } from 'react';
import { type Offered, useOffers } from '../session/session.ts';
import layout from './page.module.css';
import { PageHead } from './page_head.tsx';
import { Forbidden } from './states.tsx';

interface GuardedProps {
  title: string;
  meaning: string;
  action?: ReactNode;
  /** The operation the page lives on, and what to call the right to it. */
  by: Offered;
  right: string;
  children: ReactNode;
}

/** A page that is not for everybody: who has not the right is told which one is missing, and asks the server nothing. */
export function GuardedPage({ title, meaning, action, by, right, children }: GuardedProps) {
  const offers = useOffers();
  const isOffered = offers(by);
  return (
    <div className={layout.page}>
      <PageHead title={title} meaning={meaning} action={isOffered && action} />
      {isOffered ? (
        children
      ) : (
        <div className={layout.card}>
          <Forbidden right={right} {...(by.platform ? { platform: true } : {})} />
        </div>
      )}
    </div>
  );
}
