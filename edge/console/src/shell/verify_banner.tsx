import { Button } from '@mantine/core';
import { send_verification } from '../api/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useSend } from '../parts/send.ts';
import { Notice } from '../parts/small.tsx';
import { useUser } from '../session/session.ts';
import css from './shell.module.css';

/** Until the address is proven: what it is needed for, and the letter once more. */
export function VerifyBanner() {
  const { t } = useSpeech();
  const user = useUser();
  const letter = useSend(send_verification);
  if (user.email_verified !== false) return null;
  return (
    <div className={css.banner}>
      <Notice
        tone="warn"
        action={
          <Button size="compact-sm" variant="default" loading={letter.isPending} disabled={letter.isSuccess} onClick={() => letter.mutate({})}>
            {t(letter.isSuccess ? 'verify.sent' : 'verify.send')}
          </Button>
        }
      >
        {t('verify.banner', { email: user.email })}
      </Notice>
    </div>
  );
}
