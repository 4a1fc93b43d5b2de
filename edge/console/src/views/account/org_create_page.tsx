import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { create_organization } from '../../api/operations.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { ProofLetter } from '../../parts/proof_letter.tsx';
import { startAgain } from '../../session/session.ts';
import { useSignOut } from '../../shell/sign_out.tsx';
import { OutsidePage, Ways } from '../signin/outside_page.tsx';

export function OrgCreatePage() {
  const { t } = useSpeech();
  const user = useQuery(sessionQuery).data?.user;
  const leave = useSignOut();
  return (
    <OutsidePage title={t('org_create.title')} meaning={t('org_create.meaning')}>
      {user?.email_verified === false && (
        <ProofLetter email={user.email}>{t('verify.first', { email: user.email })}</ProofLetter>
      )}
      <ApiForm
        of={create_organization}
        size="md"
        fields={{ name: { label: t('org.name'), required: t('form.required'), autoComplete: 'organization', autoFocus: true } }}
        onDone={startAgain}
        submit={t('org_create.submit')}
      />
      <Ways>
        {user?.organization_id ? <Link to="/">{t('invite.not_now')}</Link> : null}
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => leave.mutate()}>
          {t('nav.sign_out')}
        </Button>
      </Ways>
    </OutsidePage>
  );
}
