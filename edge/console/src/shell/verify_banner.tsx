import { useSpeech } from '../i18n/language.tsx';
import { ProofLetter } from '../parts/proof_letter.tsx';
import { useUser } from '../session/session.ts';
import css from './shell.module.css';

/** Until the address is proven: what it is needed for, and the letter once more. */
export function VerifyBanner() {
  const { t } = useSpeech();
  const user = useUser();
  if (user.email_verified !== false) return null;
  return (
    <div className={css.banner}>
      <ProofLetter email={user.email}>{t('verify.banner', { email: user.email })}</ProofLetter>
    </div>
  );
}
