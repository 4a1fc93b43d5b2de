import { IconClipboardList, IconDialpad, IconPhoneCall, IconUsers } from '@tabler/icons-react';
import { list_audit, start_call } from '../api/operations.ts';
import type { Key } from '../i18n/catalogue.ts';
import { isOffered, useUser } from '../session/session.ts';

export interface Entry {
  to: '/calls' | '/dial' | '/compliance/audit' | '/settings/profile' | '/settings/team';
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
  entries.push({ to: '/settings/team', label: 'nav.team', icon: IconUsers, keys: 'g m' });
  return entries;
}
