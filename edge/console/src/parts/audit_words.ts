import type { AuditLog } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';

/** An entry of the audit trail in the reader's words: what was done, and by whom. */
export function useAuditWords(): { deed: (entry: AuditLog) => string; who: (entry: AuditLog) => string } {
  const { t, tOr } = useSpeech();
  return {
    deed: (entry) => tOr(`audit.action.${entry.action}`, entry.action),
    who: (entry) =>
      entry.user_name ?? (entry.actor_label ? tOr(`audit.actor.${entry.actor_label}`, entry.actor_label) : t('audit.system')),
  };
}
