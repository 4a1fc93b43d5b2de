import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerTo } from '../../api/answers.ts';
import { accept_invite, validate_invite } from '../../api/operations.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { useSend } from '../../parts/send.ts';
import { Failed, FailedNotice, State } from '../../parts/states.tsx';
import { startAgain } from '../../session/session.ts';
import { OutsidePage, Ways } from '../signin/outside_page.tsx';
import { Invited } from './signup_page.tsx';
import { kInvitation, useLetterToken } from './token.ts';

export function AcceptInvitePage() {
  const { t } = useSpeech();
  const token = useLetterToken(kInvitation);
  const session = useQuery(sessionQuery);
  if (!token) {
    return (
      <OutsidePage title={t('invite.title')}>
        <State title={t('letter.broken.title')} body={t('letter.broken.body')} compact />
      </OutsidePage>
    );
  }
  if (session.data && !session.data.user) return <Invited token={token} />;
  return <Joining token={token} email={session.data?.user?.email ?? ''} />;
}

function Joining({ token, email }: { token: string; email: string }) {
  const { t, tOr } = useSpeech();
  const offer = useQuery({ ...answerTo(validate_invite, { path: { token } }), retry: false });
  const accept = useSend(accept_invite, { onSuccess: () => {
      sessionStorage.removeItem(kInvitation);
      startAgain();
    } });
  const invite = offer.data?.invite;
  return (
    <OutsidePage
      title={invite ? t('invite.join', { organisation: invite.organization_name }) : t('invite.title')}
      meaning={invite && t('invite.as', { email: invite.email, role: tOr(`role.${invite.role}`, invite.role) })}
    >
      {offer.isError && <Failed error={offer.error} retry={() => void offer.refetch()} compact />}
      {accept.error && <FailedNotice error={accept.error} />}
      {invite && (
        <Button size="md" loading={accept.isPending} disabled={email !== '' && email !== invite.email} onClick={() => accept.mutate({ path: { token } })}>
          {t('invite.accept')}
        </Button>
      )}
      {invite && email !== '' && email !== invite.email && <p>{t('invite.other_person', { email })}</p>}
      <Ways>
        <Link to="/">{t('invite.not_now')}</Link>
      </Ways>
    </OutsidePage>
  );
}
