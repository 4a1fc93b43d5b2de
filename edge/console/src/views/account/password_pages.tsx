import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { forgot_password, reset_password } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { useHuman } from '../../parts/human.tsx';
import { Notice } from '../../parts/small.tsx';
import { State } from '../../parts/states.tsx';
import { OutsidePage, Ways } from '../signin/outside_page.tsx';
import { useLetterToken } from './token.ts';

export function ForgotPasswordPage() {
  const { t } = useSpeech();
  const [sent, setSent] = useState(false);
  const human = useHuman(forgot_password);
  return (
    <OutsidePage title={t('forgot.title')} meaning={t('forgot.meaning')}>
      {sent ? (
        <Notice tone="plain">{t('forgot.sent')}</Notice>
      ) : (
        <ApiForm
          of={forgot_password}
          size="md"
          fields={{
            email: { label: t('signin.email'), required: t('signin.need_email'), keyboard: 'email', autoComplete: 'username', autoFocus: true },
          }}
          send={human.send}
          onRefused={human.again}
          onDone={() => setSent(true)}
          submit={t('forgot.submit')}
        >
          {human.widget}
        </ApiForm>
      )}
      <Ways>
        <Link to="/signin" reloadDocument>{t('forgot.back')}</Link>
      </Ways>
    </OutsidePage>
  );
}

export function ResetPasswordPage() {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const token = useLetterToken();
  return (
    <OutsidePage title={t('reset.title')} meaning={t('reset.meaning')}>
      {token ? (
        <ApiForm
          of={reset_password}
          size="md"
          fields={{
            password: { label: t('reset.password'), required: t('signin.need_password'), hint: t('signup.password_hint'), autoComplete: 'new-password', autoFocus: true },
          }}
          initial={{ token }}
          onDone={() => navigate({ to: '/signin', search: { reason: 'password_reset' }, replace: true })}
          refused={(code) => code === 'NOT_FOUND' && <Notice tone="bad">{t('letter.over')}</Notice>}
          submit={t('reset.submit')}
        />
      ) : (
        <State title={t('letter.broken.title')} body={t('letter.broken.body')} compact />
      )}
      <Ways>
        <Link to="/forgot-password" reloadDocument>{t('reset.again')}</Link>
      </Ways>
    </OutsidePage>
  );
}
