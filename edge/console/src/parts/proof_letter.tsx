import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { send_verification } from '../api/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useSend } from './send.ts';
import { Notice } from './small.tsx';
import { FailedNotice } from './states.tsx';

/** What a proven address is needed for, with the letter that proves it once more; and why there is none, where there is none. */
export function ProofLetter({ email, children }: { email: string; children: ReactNode }) {
  const { t } = useSpeech();
  const letter = useSend(send_verification);
  return (
    <>
      <Notice
        tone="warn"
        action={
          <Button size="compact-sm" variant="default" loading={letter.isPending} disabled={letter.isSuccess} onClick={() => letter.mutate({})}>
            {t(letter.isSuccess ? 'verify.sent' : 'verify.send')}
          </Button>
        }
      >
        {children}
      </Notice>
      {letter.error &&
        (letter.error.code === 'VALIDATION_ERROR' ? <Notice tone="bad">{t('verify.undeliverable', { email })}</Notice> : <FailedNotice error={letter.error} />)}
    </>
  );
}
