import { Link, getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { signIn } from '../../api/client.ts';
import { sign_in } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { Notice } from '../../parts/small.tsx';
import { safeReturn, signedInAs } from '../../session/session.ts';
import { OutsidePage, Ways } from './outside_page.tsx';

const route = getRouteApi('/signin');

export function SignInPage() {
  const { t } = useSpeech();
  const search = route.useSearch();
  const router = useRouter();
  /** Whatever brought one here is no news any more once something else has been said. */
  const [refused, setRefused] = useState(false);

  return (
    <OutsidePage title={t('signin.title')}>
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
      {/* Each a page of its own: their policy lets in the widget that this one's does not. */}
      <Ways>
        <Link to="/forgot-password" reloadDocument>{t('signin.forgot')}</Link>
        <Link to="/signup" reloadDocument>{t('signin.sign_up')}</Link>
      </Ways>
    </OutsidePage>
  );
}
