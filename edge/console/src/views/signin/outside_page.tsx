// What everybody sees who is not at work yet: signing in and up, proving an address, choosing a password, joining, founding.
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { kLanguages } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Mark } from '../../parts/mark.tsx';
import { usePageTitle } from '../../parts/page_title.ts';
import css from './signin.module.css';

export function OutsidePage({ title, meaning, children }: { title: string; meaning?: ReactNode; children: ReactNode }) {
  const { t, language, speak } = useSpeech();
  usePageTitle(title);
  return (
    <div className={css.screen}>
      <aside className={css.side} aria-label={t('app.name')}>
        <div className={css.brand}>
          <Mark size={32} />
          {t('app.name')}
        </div>
        <div>
          <p className={css.tagline}>{t('signin.tagline')}</p>
          <TwoVoices />
        </div>
        <ul className={css.promises}>
          {(['record', 'words', 'proof'] as const).map((promise) => (
            <li key={promise}>
              <IconCheck size={17} aria-hidden />
              {t(`signin.promise.${promise}`)}
            </li>
          ))}
        </ul>
      </aside>
      <main className={css.form}>
        <div className={css.inner}>
          <div className={css.smallBrand}>
            <Mark size={28} />
            {t('app.name')}
          </div>
          <div>
            <h1>{title}</h1>
            {meaning && <p className={css.meaning}>{meaning}</p>}
          </div>
          {children}
          <div className={css.foot}>
            <div role="group" aria-label={t('nav.language')}>
              {kLanguages.map((each) => (
                <button key={each} type="button" lang={each} aria-pressed={language === each} onClick={() => speak(each)}>
                  {t(`language.${each}`)}
                </button>
              ))}
            </div>
            {/* A load of its own: only that page's policy lets Wasm run. */}
            <Link to="/verify" reloadDocument>
              {t('evidence.title')}
            </Link>
            <Link to="/api-docs">{t('nav.api_docs')}</Link>
          </div>
        </div>
      </main>
    </div>
  );
}

/** Other ways from here: a line of links under a form. */
export function Ways({ children }: { children: ReactNode }) {
  return <div className={css.ways}>{children}</div>;
}

const kConsumer = [3, 9, 16, 22, 12, 6, 2, 0, 0, 0, 0, 0, 0, 0, 0, 5, 14, 26, 30, 19, 24, 12, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0, 4, 11, 7, 2];
const kAgent = [0, 0, 0, 0, 0, 0, 0, 4, 12, 24, 18, 28, 20, 9, 3, 0, 0, 0, 0, 0, 0, 0, 0, 3, 10, 21, 27, 15, 22, 11, 5, 2, 0, 0, 0, 0];

/** A conversation as we keep it: two sides, each its own channel. */
function TwoVoices() {
  return (
    <svg className={css.wave} viewBox="0 0 468 90" aria-hidden focusable="false">
      <g strokeWidth="5" strokeLinecap="round">
        {kConsumer.map((h, i) => (
          <line key={`c${i}`} x1={6 + i * 13} x2={6 + i * 13} y1={40 - h} y2={40} stroke={h ? '#eb9fdb' : '#2b3550'} />
        ))}
        {kAgent.map((h, i) => (
          <line key={`a${i}`} x1={6 + i * 13} x2={6 + i * 13} y1={52} y2={52 + h} stroke={h ? '#93b0ff' : '#2b3550'} />
        ))}
      </g>
    </svg>
  );
}
