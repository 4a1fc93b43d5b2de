import { IconClipboardList, IconDialpad, IconMailbox, IconPhoneCall, IconUsers } from '@tabler/icons-react';
import { list_audit, list_webhook_failures, start_call } from '../api/operations.ts';
import type { Key } from '../i18n/catalogue.ts';
import { isOffered, useUser } from '../session/session.ts';

export interface Entry {
  to: '/calls' | '/dial' | '/compliance/audit' | '/reliability/webhooks' | '/settings/profile' | '/settings/team';
  label: Key;
  icon: typeof IconPhoneCall;
  keys: string;
}

/** Only what exists, and only for whom it is meant. */
export function useEntries(): Entry[] {
  const user = useUser();
  const entries: Entry[] = [{ to: '/calls', label: 'nav.calls', icon: IconPhoneCall, keys: 'g c' }];
  if (isOffered(user, start_call)) entries.push({ to: '/dial', label: 'nav.dial', icon: IconDialpad, keys: 'd' });
  if (isOffered(user, list_audit)) entries.push({ to: '/compliance/audit', label: 'nav.audit', icon: IconClipboardList, keys: 'g t' });
  if (isOffered(user, list_webhook_failures)) entries.push({ to: '/reliability/webhooks', label: 'nav.failures', icon: IconMailbox, keys: 'g w' });
  entries.push({ to: '/settings/team', label: 'nav.team', icon: IconUsers, keys: 'g m' });
  return entries;
}
