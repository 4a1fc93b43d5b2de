// What the origin says of roles, plans and switches, cut down to what the pages show: enough rows that each kind of grant is among them.
const kInherited: Record<string, string[]> = {
  viewer: [],
  member: ['viewer'],
  user: ['viewer'],
  agent: ['user', 'viewer'],
  analyst: ['viewer'],
  operator: ['agent', 'user', 'viewer'],
  manager: ['agent', 'user', 'viewer'],
  compliance: ['user', 'viewer'],
  admin: ['manager', 'compliance', 'agent', 'user', 'viewer'],
  owner: ['admin', 'manager', 'compliance', 'agent', 'user', 'viewer'],
};
const kLevels: Record<string, number> = { viewer: 1, member: 1, user: 2, agent: 2, analyst: 2, operator: 3, manager: 3, compliance: 3, admin: 4, owner: 5 };
const kWidth: Record<string, number> = { none: 0, plan: 1, own: 2, team: 3, any: 4 };

const kGrants: readonly [permission: string, grants: Record<string, string>][] = [
  ['calls:read', { viewer: 'any' }],
  ['calls:execute', { agent: 'any' }],
  ['calls:write', { agent: 'any' }],
  ['recordings:read', { viewer: 'any' }],
  ['recordings:delete', { admin: 'any' }],
  ['transcripts:read', { viewer: 'any' }],
  ['call_shares:execute', { agent: 'own', operator: 'any', manager: 'any' }],
  ['call_listening:execute', { manager: 'any', compliance: 'any' }],
  ['call_coaching:execute', { manager: 'any' }],
  ['accounts:read', { viewer: 'any' }],
  ['accounts:write', { agent: 'any' }],
  ['accounts:delete', { operator: 'any', manager: 'any' }],
  ['legal_holds:read', { manager: 'any', compliance: 'any' }],
  ['legal_holds:write', { compliance: 'any' }],
  ['analytics:read', { viewer: 'own', analyst: 'any', operator: 'any', manager: 'any', compliance: 'any' }],
  ['insights:read', { analyst: 'any', operator: 'any', manager: 'any' }],
  ['audit_logs:read', { manager: 'team', compliance: 'any' }],
  ['team:read', { manager: 'any' }],
  ['team:write', { admin: 'any' }],
  ['departments:read', { viewer: 'any' }],
  ['departments:write', { manager: 'any' }],
  ['departments:delete', { admin: 'any' }],
  ['api_keys:admin', { admin: 'any' }],
  ['feature_flags:admin', { admin: 'any' }],
  ['billing:read', { viewer: 'plan', admin: 'any' }],
  ['billing:write', { admin: 'any' }],
  ['billing:delete', { owner: 'any' }],
];

function rightsOf(role: string): { permission: string; reach: string; inherited: boolean }[] {
  return kGrants.flatMap(([permission, grants]) => {
    const reaches = [role, ...(kInherited[role] ?? [])].map((each) => grants[each] ?? 'none');
    const reach = reaches.reduce((widest, each) => (kWidth[each]! > kWidth[widest]! ? each : widest), 'none');
    return reach === 'none' ? [] : [{ permission, reach, inherited: !(role in grants) }];
  });
}

export function contextOf(role: string, plan: string): object {
  const rights = rightsOf(role);
  return {
    success: true,
    role,
    role_level: kLevels[role],
    inherited_roles: kInherited[role],
    plan,
    permissions: rights.map(({ permission }) => permission),
    permissions_by_resource: Object.fromEntries(
      [...Map.groupBy(rights, ({ permission }) => permission.split(':')[0]!)].map(([resource, of]) => [resource, of.map(({ permission }) => permission.split(':')[1])]),
    ),
    limited: Object.fromEntries(rights.filter(({ reach }) => reach !== 'any').map(({ permission, reach }) => [permission, reach])),
  };
}

export const kRoles = {
  success: true,
  permissions: kGrants.map(([permission]) => permission),
  roles: ['viewer', 'user', 'agent', 'analyst', 'operator', 'manager', 'compliance', 'admin', 'owner'].map((role) => ({
    role,
    level: kLevels[role],
    inherited_roles: kInherited[role],
    permissions: rightsOf(role),
  })),
};

export const kPlan = {
  success: true,
  plan: 'business',
  written_plan: 'business',
  status: 'active',
  trial_ends_at: null,
  period_start: '2026-11-01',
  longest_call_minutes: 120,
  retention_days: 365,
  usage: [
    { metric: 'calls', used: 16_840, limit: 20_000, monthly: true },
    { metric: 'users', used: 34, limit: 100, monthly: false },
  ],
};

const kLowest: Record<string, string> = {
  call_recording: 'starter',
  call_transcription: 'starter',
  csv_export: 'starter',
  translation: 'pro',
  bond_ai: 'pro',
  analytics_dashboard: 'pro',
  teams: 'pro',
  webhooks: 'pro',
  live_translation: 'business',
  call_copilot: 'business',
  reports: 'business',
  quickbooks: 'business',
  voice_cloning: 'enterprise',
  sso: 'enterprise',
};
export const kCapabilities = {
  success: true,
  plan: 'business',
  lowest_plan: kLowest,
  capabilities: Object.fromEntries(Object.entries(kLowest).map(([name, plan]) => [name, plan !== 'enterprise'])),
};

export interface FakeFlag {
  feature: string;
  enabled: boolean | null;
  global_enabled: boolean | null;
  disabled_reason: string | null;
  daily_limit: number | null;
  monthly_limit: number | null;
}

export const someFlags = (): FakeFlag[] => [
  { feature: 'elevenlabs_tts_enabled', enabled: null, global_enabled: true, disabled_reason: null, daily_limit: null, monthly_limit: null },
  { feature: 'grok_chat_enabled', enabled: true, global_enabled: false, disabled_reason: null, daily_limit: null, monthly_limit: null },
  { feature: 'openai_chat_enabled', enabled: true, global_enabled: true, disabled_reason: null, daily_limit: 500, monthly_limit: 10_000 },
];
const effective = ({ enabled, global_enabled }: FakeFlag): boolean => (global_enabled === false ? false : (enabled ?? global_enabled ?? false));

export const orgFlag = (flag: FakeFlag): object => ({
  ...flag,
  effective: effective(flag),
  disabled_at: null,
  current_daily_usage: flag.daily_limit ? 41 : 0,
  current_monthly_usage: flag.monthly_limit ? 1_207 : 0,
  config_value: null,
  updated_at: flag.enabled === null ? null : '2026-11-20T09:00:00.000Z',
});
export const globalFlag = (flag: FakeFlag): object => ({
  feature: flag.feature,
  enabled: flag.global_enabled,
  disabled_reason: flag.global_enabled ? null : 'Answers late since this morning',
  disabled_at: flag.global_enabled ? null : '2026-11-20T09:00:00.000Z',
  updated_at: '2026-11-20T09:00:00.000Z',
});

export const kMetrics = {
  success: true,
  active_calls: 12,
  total_orgs: 41,
  total_users: 380,
  mrr_minor: 245_000,
  concurrent_sessions: 96,
  total_hours_30d: 1_204.5,
  total_calls_30d: 48_211,
  paying_orgs: { business: 10, pro: 20 },
};
