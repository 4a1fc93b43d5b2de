// Where one can go: a shell for each way of working (pages.md §1), and in it only pages that exist and that are offered to whom they are
// meant for. The menu, the palette, the bar of a phone and the page one lands on are made of it.
import {
  IconChartBar,
  IconClipboardList,
  IconClockPlay,
  IconDialpad,
  IconFileMusic,
  IconGauge,
  IconKey,
  IconListSearch,
  IconMailbox,
  IconPhoneCall,
  IconShieldCheck,
  IconSitemap,
  IconToggleRight,
  IconUsers,
} from '@tabler/icons-react';
import { cron_health, get_plan, list_api_keys, list_audio, list_audit, list_calls, list_org_flags, list_teams, list_webhook_failures, platform_metrics, rbac_roles, search, start_call } from '../api/operations.ts';
import type { Rights, User } from '../api/types.ts';
import type { Key } from '../i18n/catalogue.ts';
import { type Offered, isOffered, useOffers, useUser } from '../session/session.ts';

export interface Entry {
  to:
    | '/calls'
    | '/dial'
    | '/search'
    | '/recordings/uploads'
    | '/compliance/audit'
    | '/reliability/webhooks'
    | '/reliability/jobs'
    | '/settings/profile'
    | '/settings/team'
    | '/teams'
    | '/settings/plan'
    | '/settings/roles'
    | '/admin/feature-flags'
    | '/admin/api'
    | '/admin/metrics';
  label: Key;
  icon: typeof IconPhoneCall;
  keys: string;
  /** The operation the page lives on: who may not ask it is not sent there. */
  by?: Offered;
  /** Stands in a phone's bar too. */
  daily?: true;
}

export interface Group {
  label: Key;
  entries: readonly Entry[];
}

const kCalls: Group = {
  label: 'nav.group.calls',
  entries: [
    { to: '/calls', label: 'nav.calls', icon: IconPhoneCall, keys: 'g c', by: list_calls, daily: true },
    { to: '/dial', label: 'nav.dial', icon: IconDialpad, keys: 'd', by: start_call, daily: true },
    { to: '/search', label: 'nav.search', icon: IconListSearch, keys: 'g l', by: search },
    { to: '/recordings/uploads', label: 'nav.audio', icon: IconFileMusic, keys: 'g u', by: list_audio },
  ],
};
const kCompliance: Group = {
  label: 'nav.group.compliance',
  entries: [{ to: '/compliance/audit', label: 'nav.audit', icon: IconClipboardList, keys: 'g t', by: list_audit, daily: true }],
};
// Everybody sees who they work with; who may change what is there, the page asks.
const kTeam: Group = {
  label: 'nav.group.team',
  entries: [
    { to: '/settings/team', label: 'nav.team', icon: IconUsers, keys: 'g m', daily: true },
    { to: '/teams', label: 'nav.departments', icon: IconSitemap, keys: 'g e', by: list_teams },
  ],
};
const kAdmin: Group = {
  label: 'nav.group.admin',
  entries: [
    { to: '/settings/plan', label: 'nav.plan', icon: IconGauge, keys: 'g b', by: get_plan },
    { to: '/settings/roles', label: 'nav.roles', icon: IconShieldCheck, keys: 'g r', by: rbac_roles },
    { to: '/admin/feature-flags', label: 'nav.flags', icon: IconToggleRight, keys: 'g f', by: list_org_flags },
    { to: '/admin/api', label: 'keys.title', icon: IconKey, keys: 'g k', by: list_api_keys },
    { to: '/reliability/webhooks', label: 'nav.failures', icon: IconMailbox, keys: 'g w', by: list_webhook_failures },
  ],
};
const kPlatform: Group = {
  label: 'nav.group.platform',
  entries: [
    { to: '/admin/metrics', label: 'nav.metrics', icon: IconChartBar, keys: 'g s', by: platform_metrics },
    { to: '/reliability/jobs', label: 'nav.jobs', icon: IconClockPlay, keys: 'g j', by: cron_health },
  ],
};

// What stands first is where one lands.
const kShells = {
  agent: [kCalls, kTeam, kPlatform],
  manager: [kCalls, kCompliance, kTeam, kPlatform],
  admin: [kCalls, kCompliance, kTeam, kAdmin, kPlatform],
} as const satisfies Record<string, readonly Group[]>;

const kShellOf: Record<User['role'], keyof typeof kShells> = {
  none: 'agent',
  viewer: 'agent',
  member: 'agent',
  user: 'agent',
  agent: 'agent',
  operator: 'agent',
  analyst: 'manager',
  manager: 'manager',
  compliance: 'manager',
  admin: 'admin',
  owner: 'admin',
};

function offered(groups: readonly Group[], offers: (by: Offered) => boolean): Group[] {
  return groups
    .map(({ label, entries }) => ({ label, entries: entries.filter(({ by }) => !by || offers(by)) }))
    .filter(({ entries }) => entries.length > 0);
}

export function useGroups(): Group[] {
  const user = useUser();
  return offered(kShells[kShellOf[user.role]], useOffers());
}

export const useEntries = (): Entry[] => useGroups().flatMap(({ entries }) => entries);

/** The page a person begins with. */
export function landingOf(user: User, rights: Rights | undefined): Entry['to'] {
  const [first] = offered(kShells[kShellOf[user.role]], (by) => isOffered(user, rights, by));
  return first?.entries[0]?.to ?? '/settings/profile';
}
