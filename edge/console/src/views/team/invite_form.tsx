import { type ReactNode, useState } from 'react';
import type { AnswerOf } from '../../api/operation.ts';
import { invite_member, list_invites, list_members } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ApiForm } from '../../parts/api_form.tsx';
import { Copyable, Notice } from '../../parts/small.tsx';
import css from './team.module.css';

/** Who belongs here, and who may: asked again wherever it is shown. */
export const askTeamAgain = () => {
  for (const { id } of [list_members, list_invites]) void queryClient.invalidateQueries({ queryKey: [id] });
};

const kFates = { promised: 'team.invited', not_configured: 'team.invited_no_mail', undeliverable: 'team.invited_undeliverable' } as const;

/** An address and a role; then the link that was made of them, this once, and what one may do next. */
export function InviteForm({ next, onMade, autoFocus = false }: { next: ReactNode; onMade?: () => void; autoFocus?: boolean }) {
  const { t } = useSpeech();
  const [made, setMade] = useState<AnswerOf<'invite_member'> | null>(null);
  if (made)
    return (
      <div className={css.made}>
        <Notice tone={made.email === 'undeliverable' ? 'warn' : 'plain'}>{t(kFates[made.email], { email: made.invite.email })}</Notice>
        <p>{t('team.link')}</p>
        <Copyable value={made.invite_url} label={t('team.link')} />
        {next}
      </div>
    );
  return (
    <ApiForm
      of={invite_member}
      fields={{
        email: { label: t('signin.email'), required: t('signin.need_email'), keyboard: 'email', autoFocus },
        role: { label: t('team.role'), name: (role) => t(`role.${role}`) },
      }}
      initial={{ role: 'agent' }}
      onDone={(answer) => {
        askTeamAgain();
        setMade(answer);
        onMade?.();
      }}
      refused={(code) => code === 'EMAIL_NOT_VERIFIED' && <Notice tone="warn">{t('team.verify_first')}</Notice>}
      submit={t('team.send_invite')}
    />
  );
}
