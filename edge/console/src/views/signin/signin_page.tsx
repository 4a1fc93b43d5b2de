import { IconCheck } from '@tabler/icons-react';
import { Link, getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { signIn } from '../../api/client.ts';
import { sign_in } from '../../api/operations.ts';
import { kLanguages } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Notice } from '../../parts/small.tsx';
import { safeReturn, signedInAs } from '../../session/session.ts';
import { usePageTitle } from '../../parts/page_title.ts';
import css from './signin.module.css';

const route = getRouteApi('/signin');

export function SignInPage() {
  const { t, language, speak } = useSpeech();
  const search = route.useSearch();
  const router = useRouter();
  /** Whatever brought one here is no news any more once something else has been said. */
  const [refused, setRefused] = useState(false);
  usePageTitle(t('signin.title'));

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
          <h1>{t('signin.title')}</h1>
          {search.reason && !refused && (
            <Notice tone={search.reason === 'expired' ? 'warn' : 'plain'}>{t(`signin.${search.reason}`)}</Notice>
          )}
          <ApiForm
            of={sign_in}
            size="md"
            fields={{
              email: {
                label: t('signin.email'),
                required: t('signin.need_email'),
                keyboard: 'email',
                autoComplete: 'username',
                autoFocus: true,
              },
              password: { label: t('signin.password'), required: t('signin.need_password'), autoComplete: 'current-password' },
            }}
            send={signIn}
            onDone={async (answer) => {
              signedInAs(answer);
              await router.navigate({ href: safeReturn(search.return), replace: true });
            }}
            onRefused={() => setRefused(true)}
            refused={(code) => code === 'INVALID_CREDENTIALS' && <Notice tone="bad">{t('signin.wrong')}</Notice>}
            submit={t('signin.submit')}
          />
          <div className={css.foot}>
            <div role="group" aria-label={t('nav.language')}>
              {kLanguages.map((each) => (
                <button key={each} type="button" lang={each} aria-pressed={language === each} onClick={() => speak(each)}>
                  {t(`language.${each}`)}
                </button>
              ))}
            </div>
            <Link to="/api-docs">{t('nav.api_docs')}</Link>
          </div>
        </div>
      </main>
    </div>
  );
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
