import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { verify_email } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { useSend } from '../../parts/send.ts';
import { Notice } from '../../parts/small.tsx';
import { FailedNotice, State } from '../../parts/states.tsx';
import { OutsidePage, Ways } from '../signin/outside_page.tsx';
import { useLetterToken } from './token.ts';

/** A press, because programs that look at mail open its links. */
export function VerifyEmailPage() {
  const { t } = useSpeech();
  const token = useLetterToken();
  const verify = useSend(verify_email, { onSuccess: () => queryClient.invalidateQueries({ queryKey: ['session'] }) });
  return (
    <OutsidePage title={t('verify.title')} meaning={t('verify.meaning')}>
      {verify.error && (verify.error.code === 'NOT_FOUND' ? <Notice tone="bad">{t('letter.over')}</Notice> : <FailedNotice error={verify.error} />)}
      {!token && <State title={t('letter.broken.title')} body={t('letter.broken.body')} compact />}
      {verify.isSuccess && <Notice tone="plain">{t('verify.done')}</Notice>}
      {token && !verify.isSuccess && (
        <Button size="md" loading={verify.isPending} onClick={() => verify.mutate({ body: { token } })}>
          {t('verify.submit')}
        </Button>
      )}
      <Ways>
        <Link to="/">{t('verify.go_on')}</Link>
      </Ways>
    </OutsidePage>
  );
}
