import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { answerTo } from '../../api/answers.ts';
import { sign_up, validate_invite } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { useHuman } from '../../parts/human.tsx';
import { Notice } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import { OutsidePage, Ways } from '../signin/outside_page.tsx';
import { useLetterToken } from './token.ts';

export function SignUpPage() {
  const { t } = useSpeech();
  const token = useLetterToken();
  return token ? <Invited token={token} /> : <Plain title={t('signup.title')} />;
}

function Plain({ title }: { title: string }) {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const human = useHuman(sign_up);
  return (
    <OutsidePage title={title} meaning={t('signup.meaning')}>
      <ApiForm
        of={sign_up}
        size="md"
        fields={{
          name: { label: t('signup.name'), required: t('form.required'), autoComplete: 'name', autoFocus: true },
          email: { label: t('signin.email'), required: t('signin.need_email'), keyboard: 'email', autoComplete: 'email' },
          password: { label: t('signin.password'), required: t('signin.need_password'), hint: t('signup.password_hint'), autoComplete: 'new-password' },
          organization_name: { label: t('signup.organisation'), hint: t('signup.organisation_hint'), autoComplete: 'organization' },
        }}
        send={human.send}
        onRefused={human.again}
        onDone={() => navigate({ to: '/signin', search: { reason: 'account_created' }, replace: true, reloadDocument: true })}
        refused={(code) => code === 'CONFLICT' && <Notice tone="bad">{t('signup.taken')}</Notice>}
        submit={t('signup.submit')}
      >
        {human.widget}
      </ApiForm>
      <Ways>
        <Link to="/signin" reloadDocument>{t('signup.have_account')}</Link>
      </Ways>
    </OutsidePage>
  );
}

/** Who comes with an invitation joins by signing up; the address is the one that was invited. */
export function Invited({ token }: { token: string }) {
  const { t, tOr } = useSpeech();
  const navigate = useNavigate();
  const human = useHuman(sign_up);
  const offer = useQuery({ ...answerTo(validate_invite, { path: { token } }), retry: false });
  if (offer.isError) {
    return (
      <OutsidePage title={t('invite.title')}>
        <Failed error={offer.error} retry={() => void offer.refetch()} compact />
        <Ways>
          <Link to="/signin" reloadDocument>{t('signin.title')}</Link>
        </Ways>
      </OutsidePage>
    );
  }
  const invite = offer.data?.invite;
  return (
    <OutsidePage
      title={invite ? t('invite.join', { organisation: invite.organization_name }) : t('invite.title')}
      meaning={invite && t('invite.as', { email: invite.email, role: tOr(`role.${invite.role}`, invite.role) })}
    >
      {invite && (
        <ApiForm
          of={sign_up}
          size="md"
          fields={{
            name: { label: t('signup.name'), required: t('form.required'), autoComplete: 'name', autoFocus: true },
            password: { label: t('signin.password'), required: t('signin.need_password'), hint: t('signup.password_hint'), autoComplete: 'new-password' },
          }}
          initial={{ email: invite.email, invite_token: token }}
          send={human.send}
          onRefused={human.again}
          onDone={() => navigate({ to: '/signin', search: { reason: 'account_created' }, replace: true, reloadDocument: true })}
          refused={(code) => code === 'CONFLICT' && <Notice tone="bad">{t('invite.sign_in_first')}</Notice>}
          submit={t('invite.sign_up')}
        >
          {human.widget}
        </ApiForm>
      )}
      <Ways>
        <Link to="/signin" reloadDocument search={{ return: '/accept-invite' }}>
          {t('invite.have_account')}
        </Link>
      </Ways>
    </OutsidePage>
  );
}
