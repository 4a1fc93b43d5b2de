// Written by edge/console/codegen/generate.mts from openapi.json. Change the structs and the route table, not this.
import type { Operation } from './operation.ts';

/** Whether a request could be served from edge to database */
export const health = {
  id: 'health',
  method: 'get',
  path: '/api/health',
} as const satisfies Operation<'health'>;

/** This document */
export const openapi = {
  id: 'openapi',
  method: 'get',
  path: '/api/openapi.json',
} as const satisfies Operation<'openapi'>;

/** Writes one line to the origin's log and says which */
export const health_logs = {
  id: 'health_logs',
  method: 'get',
  path: '/api/health/logs',
  platform: true,
} as const satisfies Operation<'health_logs'>;

/** The columns of key tables as this build expects them, and as they are */
export const schema_health = {
  id: 'schema_health',
  method: 'get',
  path: '/api/internal/schema-health',
  platform: true,
} as const satisfies Operation<'schema_health'>;

/** A token for signing in, good for ten minutes */
export const csrf = {
  id: 'csrf',
  method: 'get',
  path: '/api/auth/csrf',
} as const satisfies Operation<'csrf'>;

/** By what people may sign in */
export const auth_providers = {
  id: 'auth_providers',
  method: 'get',
  path: '/api/auth/providers',
} as const satisfies Operation<'auth_providers'>;

/** Who is signed in; nulls when nobody is */
export const session = {
  id: 'session',
  method: 'get',
  path: '/api/auth/session',
} as const satisfies Operation<'session'>;

/** Begins a session */
export const sign_in = {
  id: 'sign_in',
  method: 'post',
  path: '/api/auth/callback/credentials',
  body: {
    email: { type: 'string', minLength: 1, maxLength: 254 },
    username: { type: 'string', minLength: 1, maxLength: 254 },
    password: { type: 'string', required: true, format: 'password', minLength: 1, maxLength: 128 },
    csrf_token: { type: 'string' },
  },
} as const satisfies Operation<'sign_in'>;

/** Ends the session, if there is one */
export const sign_out = {
  id: 'sign_out',
  method: 'post',
  path: '/api/auth/signout',
} as const satisfies Operation<'sign_out'>;

/** The person behind this session */
export const me = {
  id: 'me',
  method: 'get',
  path: '/api/users/me',
  role: 'viewer',
} as const satisfies Operation<'me'>;

/** Changes name or password of the person behind this session */
export const update_me = {
  id: 'update_me',
  method: 'patch',
  path: '/api/users/me',
  role: 'none',
  body: {
    name: { type: 'string', minLength: 1, maxLength: 100 },
    password: { type: 'object' },
  },
} as const satisfies Operation<'update_me'>;

/** Opens an account, and an organisation with it when one is named */
export const sign_up = {
  id: 'sign_up',
  method: 'post',
  path: '/api/auth/signup',
  body: {
    email: { type: 'string', required: true, format: 'email', pattern: '^[ \\t]*[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+[ \\t]*$' },
    password: { type: 'string', required: true, format: 'password', minLength: 8, maxLength: 128 },
    name: { type: 'string', required: true, minLength: 1, maxLength: 100 },
    organization_name: { type: 'string', minLength: 1, maxLength: 200 },
    invite_token: { type: 'string', minLength: 1, maxLength: 128 },
    csrf_token: { type: 'string' },
  },
} as const satisfies Operation<'sign_up'>;

/** Proves an address by its letter's token */
export const verify_email = {
  id: 'verify_email',
  method: 'post',
  path: '/api/auth/verify-email',
  body: {
    token: { type: 'string', required: true, format: 'password', minLength: 20, maxLength: 128 },
  },
} as const satisfies Operation<'verify_email'>;

/** Sends the letter that proves the address once more */
export const send_verification = {
  id: 'send_verification',
  method: 'post',
  path: '/api/auth/verification',
  role: 'none',
} as const satisfies Operation<'send_verification'>;

/** Sends a link for a new password, if there is such a person */
export const forgot_password = {
  id: 'forgot_password',
  method: 'post',
  path: '/api/auth/forgot-password',
  body: {
    email: { type: 'string', required: true, format: 'email', pattern: '^[ \\t]*[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+[ \\t]*$' },
    csrf_token: { type: 'string' },
  },
} as const satisfies Operation<'forgot_password'>;

/** Sets a new password by a letter's token, and ends every session */
export const reset_password = {
  id: 'reset_password',
  method: 'post',
  path: '/api/auth/reset-password',
  body: {
    token: { type: 'string', required: true, format: 'password', minLength: 20, maxLength: 256 },
    password: { type: 'string', required: true, format: 'password', minLength: 8, maxLength: 128 },
  },
} as const satisfies Operation<'reset_password'>;

/** Renews a session that ends within a day */
export const refresh_session = {
  id: 'refresh_session',
  method: 'post',
  path: '/api/auth/refresh',
  role: 'none',
} as const satisfies Operation<'refresh_session'>;

/** Where this person is signed in */
export const list_my_sessions = {
  id: 'list_my_sessions',
  method: 'get',
  path: '/api/users/me/sessions',
  role: 'none',
} as const satisfies Operation<'list_my_sessions'>;

/** Ends one of this person's sessions */
export const end_my_session = {
  id: 'end_my_session',
  method: 'delete',
  path: '/api/users/me/sessions/{id}',
  role: 'none',
} as const satisfies Operation<'end_my_session'>;

/** Founds an organisation with its founder as owner; this session moves there */
export const create_organization = {
  id: 'create_organization',
  method: 'post',
  path: '/api/organizations',
  role: 'none',
  body: {
    name: { type: 'string', required: true, minLength: 1, maxLength: 200 },
  },
} as const satisfies Operation<'create_organization'>;

/** The organisation this session is in */
export const current_organization = {
  id: 'current_organization',
  method: 'get',
  path: '/api/organizations/current',
  role: 'viewer',
} as const satisfies Operation<'current_organization'>;

/** The organisation a person's session is in; of oneself alone */
export const organization_of_user = {
  id: 'organization_of_user',
  method: 'get',
  path: '/api/users/{id}/organization',
  role: 'viewer',
} as const satisfies Operation<'organization_of_user'>;

/** One organisation; of ours there is one */
export const get_organization = {
  id: 'get_organization',
  method: 'get',
  path: '/api/organizations/{id}',
  role: 'admin',
} as const satisfies Operation<'get_organization'>;

/** Changes an organisation; what is absent stays */
export const update_organization = {
  id: 'update_organization',
  method: 'put',
  path: '/api/organizations/{id}',
  role: 'admin',
  body: {
    name: { type: 'string', minLength: 1, maxLength: 200 },
    timezone: { type: 'string', minLength: 1, maxLength: 64 },
    calling_hours_start: { type: 'string', minLength: 5, maxLength: 5 },
    calling_hours_end: { type: 'string', minLength: 5, maxLength: 5 },
    address: { type: 'string', maxLength: 500 },
    industry: { type: 'string', maxLength: 100 },
  },
} as const satisfies Operation<'update_organization'>;

/** Where this person belongs */
export const my_organizations = {
  id: 'my_organizations',
  method: 'get',
  path: '/api/teams/my-orgs',
  role: 'none',
} as const satisfies Operation<'my_organizations'>;

/** Moves this session, and no other, to another organisation */
export const switch_organization = {
  id: 'switch_organization',
  method: 'post',
  path: '/api/teams/switch-org',
  role: 'none',
  body: {
    organization_id: { type: 'string', required: true, format: 'uuid' },
  },
} as const satisfies Operation<'switch_organization'>;

/** Who belongs to the organisation */
export const list_members = {
  id: 'list_members',
  method: 'get',
  path: '/api/team/members',
  role: 'viewer',
} as const satisfies Operation<'list_members'>;

/** Refused: people join by invitation */
export const add_member = {
  id: 'add_member',
  method: 'post',
  path: '/api/team/members',
  role: 'admin',
  permission: 'team:write',
} as const satisfies Operation<'add_member'>;

/** Gives a member another role */
export const change_role = {
  id: 'change_role',
  method: 'patch',
  path: '/api/teams/members/{user_id}/role',
  role: 'admin',
  permission: 'team:write',
  body: {
    role: { type: 'string', required: true, enum: ['viewer', 'agent', 'analyst', 'operator', 'manager', 'compliance', 'admin', 'owner'] },
  },
} as const satisfies Operation<'change_role'>;

/** Ends a membership, and with it every session in this organisation */
export const remove_member = {
  id: 'remove_member',
  method: 'delete',
  path: '/api/team/members/{user_id}',
  role: 'admin',
  permission: 'team:write',
} as const satisfies Operation<'remove_member'>;

/** Ends every session a member has in this organisation */
export const sign_out_member = {
  id: 'sign_out_member',
  method: 'delete',
  path: '/api/team/members/{user_id}/sessions',
  role: 'admin',
  permission: 'team:write',
} as const satisfies Operation<'sign_out_member'>;

/** Invitations that may still be accepted */
export const list_invites = {
  id: 'list_invites',
  method: 'get',
  path: '/api/team/invites',
  role: 'admin',
  permission: 'team:write',
} as const satisfies Operation<'list_invites'>;

/** Invites an address */
export const invite_member = {
  id: 'invite_member',
  method: 'post',
  path: '/api/team/invites',
  role: 'admin',
  permission: 'team:write',
  body: {
    email: { type: 'string', required: true, format: 'email', pattern: '^[ \\t]*[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+[ \\t]*$' },
    role: { type: 'string', enum: ['viewer', 'agent', 'analyst', 'operator', 'manager', 'compliance', 'admin'] },
  },
} as const satisfies Operation<'invite_member'>;

/** What an invitation offers, for who holds its token */
export const validate_invite = {
  id: 'validate_invite',
  method: 'get',
  path: '/api/team/invites/validate/{token}',
} as const satisfies Operation<'validate_invite'>;

/** Joins the organisation that invited this very address; this session moves there */
export const accept_invite = {
  id: 'accept_invite',
  method: 'post',
  path: '/api/team/invites/accept/{token}',
  role: 'none',
} as const satisfies Operation<'accept_invite'>;

/** Takes an invitation back */
export const cancel_invite = {
  id: 'cancel_invite',
  method: 'delete',
  path: '/api/team/invites/{id}',
  role: 'admin',
  permission: 'team:write',
} as const satisfies Operation<'cancel_invite'>;

/** The organisation's keys, by their beginnings */
export const list_api_keys = {
  id: 'list_api_keys',
  method: 'get',
  path: '/api/organizations/api-keys',
  role: 'admin',
  permission: 'api_keys:admin',
} as const satisfies Operation<'list_api_keys'>;

/** Makes a key, which is shown this once */
export const create_api_key = {
  id: 'create_api_key',
  method: 'post',
  path: '/api/organizations/api-keys',
  role: 'admin',
  permission: 'api_keys:admin',
  body: {
    name: { type: 'string', required: true, minLength: 1, maxLength: 100 },
    permissions: { type: 'array', required: true, minItems: 1, maxItems: 50 },
    expires_at: { type: 'string', format: 'date-time' },
  },
} as const satisfies Operation<'create_api_key'>;

/** Another key with the same name, permissions and end; the old one is over */
export const rotate_api_key = {
  id: 'rotate_api_key',
  method: 'post',
  path: '/api/organizations/api-keys/{id}/rotate',
  role: 'admin',
  permission: 'api_keys:admin',
} as const satisfies Operation<'rotate_api_key'>;

/** Ends a key at once */
export const revoke_api_key = {
  id: 'revoke_api_key',
  method: 'delete',
  path: '/api/organizations/api-keys/{id}',
  role: 'admin',
  permission: 'api_keys:admin',
} as const satisfies Operation<'revoke_api_key'>;

/** Whose a key is, and what it may */
export const validate_key = {
  id: 'validate_key',
  method: 'post',
  path: '/api/auth/validate-key',
  body: {
    api_key: { type: 'string', required: true, format: 'password', minLength: 1, maxLength: 200 },
  },
} as const satisfies Operation<'validate_key'>;

/** How far the organisation has come with its first steps */
export const get_onboarding = {
  id: 'get_onboarding',
  method: 'get',
  path: '/api/onboarding',
  role: 'agent',
} as const satisfies Operation<'get_onboarding'>;

/** Begins the trial and takes the organisation's number into use */
export const set_up_onboarding = {
  id: 'set_up_onboarding',
  method: 'post',
  path: '/api/onboarding/setup',
  role: 'admin',
  body: {
    plan: { type: 'string', enum: ['free', 'starter', 'pro', 'business'] },
  },
} as const satisfies Operation<'set_up_onboarding'>;

/** Says when calls may be made, and what is checked and said */
export const confirm_compliance = {
  id: 'confirm_compliance',
  method: 'post',
  path: '/api/onboarding/compliance',
  role: 'admin',
  body: {
    timezone: { type: 'string', required: true, minLength: 1, maxLength: 64 },
    calling_hours_start: { type: 'string', required: true, minLength: 5, maxLength: 5 },
    calling_hours_end: { type: 'string', required: true, minLength: 5, maxLength: 5 },
    dnc_enabled: { type: 'boolean', required: true },
    disclosure_enabled: { type: 'boolean', required: true },
  },
} as const satisfies Operation<'confirm_compliance'>;

/** Says that a step is done */
export const note_onboarding = {
  id: 'note_onboarding',
  method: 'post',
  path: '/api/onboarding/progress',
  role: 'agent',
  body: {
    step: { type: 'integer', required: true, format: 'int32', minimum: 1, maximum: 10 },
  },
} as const satisfies Operation<'note_onboarding'>;

/** The active departments with manager and number of members, by name */
export const list_teams = {
  id: 'list_teams',
  method: 'get',
  path: '/api/teams',
  role: 'viewer',
  permission: 'departments:read',
  capability: 'teams',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 25 },
  },
} as const satisfies Operation<'list_teams'>;

/** A new department, at the top or below another */
export const create_team = {
  id: 'create_team',
  method: 'post',
  path: '/api/teams',
  role: 'manager',
  permission: 'departments:write',
  capability: 'teams',
  body: {
    name: { type: 'string', required: true, minLength: 1, maxLength: 100 },
    description: { type: 'string', maxLength: 2000 },
    team_type: { type: 'string', minLength: 1, maxLength: 50 },
    parent_team_id: { type: 'string', format: 'uuid' },
    manager_user_id: { type: 'string', format: 'uuid' },
  },
} as const satisfies Operation<'create_team'>;

/** Changes or moves a department; what is absent stays */
export const update_team = {
  id: 'update_team',
  method: 'put',
  path: '/api/teams/{id}',
  role: 'manager',
  permission: 'departments:write',
  capability: 'teams',
  body: {
    name: { type: 'string', minLength: 1, maxLength: 100 },
    description: { type: 'string', maxLength: 2000 },
    team_type: { type: 'string', minLength: 1, maxLength: 50 },
    parent_team_id: { type: 'string', format: 'uuid' },
    manager_user_id: { type: 'string', format: 'uuid' },
    is_active: { type: 'boolean' },
  },
} as const satisfies Operation<'update_team'>;

/** Deactivates a department; nothing of it is deleted */
export const deactivate_team = {
  id: 'deactivate_team',
  method: 'delete',
  path: '/api/teams/{id}',
  role: 'admin',
  permission: 'departments:delete',
  capability: 'teams',
} as const satisfies Operation<'deactivate_team'>;

/** Who is in a department, by name */
export const list_team_members = {
  id: 'list_team_members',
  method: 'get',
  path: '/api/teams/{id}/members',
  role: 'viewer',
  permission: 'departments:read',
  capability: 'teams',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 25 },
  },
} as const satisfies Operation<'list_team_members'>;

/** Takes a member of the organisation into a department */
export const put_team_member = {
  id: 'put_team_member',
  method: 'post',
  path: '/api/teams/{id}/members',
  role: 'manager',
  permission: 'departments:write',
  capability: 'teams',
  body: {
    user_id: { type: 'string', required: true, format: 'uuid' },
    team_role: { type: 'string', minLength: 1, maxLength: 50 },
  },
} as const satisfies Operation<'put_team_member'>;

/** Takes somebody out of a department */
export const remove_team_member = {
  id: 'remove_team_member',
  method: 'delete',
  path: '/api/teams/{id}/members/{user_id}',
  role: 'manager',
  permission: 'departments:write',
  capability: 'teams',
} as const satisfies Operation<'remove_team_member'>;

/** What the person of this session may do here */
export const rbac_context = {
  id: 'rbac_context',
  method: 'get',
  path: '/api/rbac/context',
  role: 'viewer',
} as const satisfies Operation<'rbac_context'>;

/** Whether the person of this session has one permission */
export const rbac_check = {
  id: 'rbac_check',
  method: 'get',
  path: '/api/rbac/check',
  role: 'viewer',
  query: {
    resource: { type: 'string', required: true, minLength: 1, maxLength: 60 },
    action: { type: 'string', required: true, minLength: 1, maxLength: 20 },
  },
} as const satisfies Operation<'rbac_check'>;

/** Every role, what it inherits and what it may do */
export const rbac_roles = {
  id: 'rbac_roles',
  method: 'get',
  path: '/api/rbac/roles',
  role: 'admin',
} as const satisfies Operation<'rbac_roles'>;

/** What the organization's plan includes */
export const capabilities = {
  id: 'capabilities',
  method: 'get',
  path: '/api/capabilities',
  role: 'viewer',
} as const satisfies Operation<'capabilities'>;

/** Whether the plan includes one capability */
export const check_capability = {
  id: 'check_capability',
  method: 'post',
  path: '/api/capabilities/check',
  role: 'viewer',
  body: {
    capability: { type: 'string', required: true, minLength: 1, maxLength: 60 },
  },
} as const satisfies Operation<'check_capability'>;

/** The plan, its limits, and what of them is used */
export const get_plan = {
  id: 'get_plan',
  method: 'get',
  path: '/api/capabilities/plan',
  role: 'viewer',
  permission: 'billing:read',
} as const satisfies Operation<'get_plan'>;

/** Every switch for everybody */
export const list_global_flags = {
  id: 'list_global_flags',
  method: 'get',
  path: '/api/feature-flags/global',
  platform: true,
} as const satisfies Operation<'list_global_flags'>;

/** A new switch for everybody */
export const create_global_flag = {
  id: 'create_global_flag',
  method: 'post',
  path: '/api/feature-flags/global',
  platform: true,
  body: {
    feature: { type: 'string', required: true, minLength: 1, maxLength: 100 },
    enabled: { type: 'boolean', required: true },
    disabled_reason: { type: 'string', maxLength: 500 },
  },
} as const satisfies Operation<'create_global_flag'>;

/** One switch for everybody */
export const get_global_flag = {
  id: 'get_global_flag',
  method: 'get',
  path: '/api/feature-flags/global/{feature}',
  platform: true,
} as const satisfies Operation<'get_global_flag'>;

/** Turns a switch for everybody on or off */
export const change_global_flag = {
  id: 'change_global_flag',
  method: 'put',
  path: '/api/feature-flags/global/{feature}',
  platform: true,
  body: {
    enabled: { type: 'boolean', required: true },
    disabled_reason: { type: 'string', maxLength: 500 },
  },
} as const satisfies Operation<'change_global_flag'>;

/** Takes a switch for everybody away: the code's default counts again */
export const remove_global_flag = {
  id: 'remove_global_flag',
  method: 'delete',
  path: '/api/feature-flags/global/{feature}',
  platform: true,
} as const satisfies Operation<'remove_global_flag'>;

/** Every switch as it is for this organization */
export const list_org_flags = {
  id: 'list_org_flags',
  method: 'get',
  path: '/api/feature-flags/org',
  role: 'admin',
  permission: 'feature_flags:admin',
} as const satisfies Operation<'list_org_flags'>;

/** Decides a switch for this organization */
export const create_org_flag = {
  id: 'create_org_flag',
  method: 'post',
  path: '/api/feature-flags/org',
  role: 'admin',
  permission: 'feature_flags:admin',
  body: {
    feature: { type: 'string', required: true, minLength: 1, maxLength: 100 },
    enabled: { type: 'boolean', required: true },
    disabled_reason: { type: 'string', maxLength: 500 },
    daily_limit: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000000 },
    monthly_limit: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000000 },
    config_value: { type: 'string', maxLength: 200 },
  },
} as const satisfies Operation<'create_org_flag'>;

/** One switch as it is for this organization */
export const get_org_flag = {
  id: 'get_org_flag',
  method: 'get',
  path: '/api/feature-flags/org/{feature}',
  role: 'admin',
  permission: 'feature_flags:admin',
} as const satisfies Operation<'get_org_flag'>;

/** Changes what this organization decided */
export const change_org_flag = {
  id: 'change_org_flag',
  method: 'put',
  path: '/api/feature-flags/org/{feature}',
  role: 'admin',
  permission: 'feature_flags:admin',
  body: {
    enabled: { type: 'boolean', required: true },
    disabled_reason: { type: 'string', maxLength: 500 },
    daily_limit: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000000 },
    monthly_limit: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000000 },
    config_value: { type: 'string', maxLength: 200 },
  },
} as const satisfies Operation<'change_org_flag'>;

/** Takes the organization's decision back: everybody's counts again */
export const remove_org_flag = {
  id: 'remove_org_flag',
  method: 'delete',
  path: '/api/feature-flags/org/{feature}',
  role: 'admin',
  permission: 'feature_flags:admin',
} as const satisfies Operation<'remove_org_flag'>;

/** The platform's figures, over every organization */
export const platform_metrics = {
  id: 'platform_metrics',
  method: 'get',
  path: '/api/admin/metrics',
  platform: true,
} as const satisfies Operation<'platform_metrics'>;

/** Calls somebody */
export const start_call = {
  id: 'start_call',
  method: 'post',
  path: '/api/voice/call',
  role: 'agent',
  permission: 'calls:execute',
  once: true,
  body: {
    to_number: { type: 'string', required: true, pattern: '^\\+[1-9][0-9]{6,14}$' },
    from_number: { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$' },
    flow_type: { type: 'string', enum: ['direct', 'bridge'] },
    is_test: { type: 'boolean' },
  },
} as const satisfies Operation<'start_call'>;

/** The organisation's calls, newest first */
export const list_calls = {
  id: 'list_calls',
  method: 'get',
  path: '/api/calls',
  role: 'viewer',
  permission: 'calls:read',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
    status: { type: 'string', enum: ['active', 'pending', 'initiated', 'ringing', 'in_progress', 'bridged', 'completed', 'failed', 'busy', 'no_answer', 'canceled'] },
    direction: { type: 'string', enum: ['inbound', 'outbound'] },
    search: { type: 'string' },
  },
} as const satisfies Operation<'list_calls'>;

/** One call with its legs, recordings and what the gate said */
export const get_call = {
  id: 'get_call',
  method: 'get',
  path: '/api/calls/{id}',
  role: 'viewer',
  permission: 'calls:read',
} as const satisfies Operation<'get_call'>;

/** Hangs up */
export const end_call = {
  id: 'end_call',
  method: 'post',
  path: '/api/calls/{id}/end',
  role: 'agent',
  permission: 'calls:execute',
  once: true,
} as const satisfies Operation<'end_call'>;

/** Everything that happened on a call, in order */
export const call_timeline = {
  id: 'call_timeline',
  method: 'get',
  path: '/api/calls/{id}/timeline',
  role: 'viewer',
  permission: 'calls:read',
} as const satisfies Operation<'call_timeline'>;

/** What was said, at most 500 segments at once */
export const call_transcript = {
  id: 'call_transcript',
  method: 'get',
  path: '/api/calls/{id}/transcript',
  role: 'viewer',
  permission: 'transcripts:read',
  query: {
    after: { type: 'integer', format: 'int32', minimum: -1, maximum: 2147483647, default: -1 },
  },
} as const satisfies Operation<'call_transcript'>;

/** The canonical transcript, made of the stored recording */
export const transcript_versions = {
  id: 'transcript_versions',
  method: 'get',
  path: '/api/calls/{id}/transcript-versions',
  role: 'viewer',
  permission: 'transcripts:read',
} as const satisfies Operation<'transcript_versions'>;

/** Has a transcript made that was given up */
export const retry_transcription = {
  id: 'retry_transcription',
  method: 'post',
  path: '/api/calls/{id}/transcription',
  role: 'operator',
  permission: 'calls:write',
  once: true,
} as const satisfies Operation<'retry_transcription'>;

/** One call from its beginning, then live */
export const call_events = {
  id: 'call_events',
  method: 'get',
  path: '/api/calls/{id}/events',
  role: 'viewer',
  permission: 'calls:read',
} as const satisfies Operation<'call_events'>;

/** Supervises a live call */
export const monitor_call = {
  id: 'monitor_call',
  method: 'post',
  path: '/api/calls/{id}/monitor',
  role: 'manager',
  permission: 'call_listening:execute',
  body: {
    mode: { type: 'string', required: true, enum: ['listen', 'whisper', 'barge'] },
  },
} as const satisfies Operation<'monitor_call'>;

/** Stops one's own supervision of a call */
export const stop_monitoring = {
  id: 'stop_monitoring',
  method: 'delete',
  path: '/api/calls/{id}/monitor',
  role: 'manager',
  permission: 'call_listening:execute',
} as const satisfies Operation<'stop_monitoring'>;

/** A live call's sound, over a WebSocket */
export const listen_in = {
  id: 'listen_in',
  method: 'get',
  path: '/api/calls/{id}/listen',
  role: 'manager',
  permission: 'call_listening:execute',
  query: {
    monitor: { type: 'string', required: true, format: 'uuid' },
    format: { type: 'string', enum: ['g711', 'opus'] },
  },
} as const satisfies Operation<'listen_in'>;

/** Every call of the organisation from now on */
export const live = {
  id: 'live',
  method: 'get',
  path: '/api/live',
  role: 'viewer',
  permission: 'calls:read',
} as const satisfies Operation<'live'>;

/** Who did what, newest first */
export const list_audit = {
  id: 'list_audit',
  method: 'get',
  path: '/api/audit-logs',
  role: 'compliance',
  permission: 'audit_logs:read',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
    resource_type: { type: 'string' },
    resource_id: { type: 'string', format: 'uuid' },
  },
} as const satisfies Operation<'list_audit'>;

/** The newest signed checkpoint of the audit log */
export const audit_checkpoint = {
  id: 'audit_checkpoint',
  method: 'get',
  path: '/api/audit-logs/checkpoint',
  role: 'compliance',
  permission: 'audit_logs:read',
} as const satisfies Operation<'audit_checkpoint'>;

/** That the log only grew between two sizes */
export const audit_consistency = {
  id: 'audit_consistency',
  method: 'get',
  path: '/api/audit-logs/consistency',
  role: 'compliance',
  permission: 'audit_logs:read',
  query: {
    from: { type: 'integer', required: true, format: 'int64', minimum: 0, maximum: 9007199254740991 },
    to: { type: 'integer', format: 'int64', minimum: 0, maximum: 9007199254740991 },
  },
} as const satisfies Operation<'audit_consistency'>;

/** That one entry stands in the signed log, and where */
export const audit_proof = {
  id: 'audit_proof',
  method: 'get',
  path: '/api/audit-logs/{id}/proof',
  role: 'compliance',
  permission: 'audit_logs:read',
} as const satisfies Operation<'audit_proof'>;

/** Finds what was said in canonical transcripts */
export const search = {
  id: 'search',
  method: 'get',
  path: '/api/search',
  role: 'viewer',
  permission: 'transcripts:read',
  query: {
    q: { type: 'string', required: true, minLength: 1, maxLength: 200 },
    type: { type: 'string', enum: ['transcript'] },
    speaker: { type: 'string', enum: ['agent', 'consumer'] },
    from: { type: 'string', format: 'date-time' },
    to: { type: 'string', format: 'date-time' },
    superseded: { type: 'boolean' },
    cursor: { type: 'string', pattern: '^[0-9]{1,16}\\.[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\.[0-9]{1,9}$' },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 25 },
  },
} as const satisfies Operation<'search'>;

/** What a recording is and where it plays; audited */
export const get_recording = {
  id: 'get_recording',
  method: 'get',
  path: '/api/recordings/{id}',
  role: 'viewer',
  permission: 'recordings:read',
} as const satisfies Operation<'get_recording'>;

/** The sound, whole or one range of it; audited before the first byte */
export const stream_recording = {
  id: 'stream_recording',
  method: 'get',
  path: '/api/recordings/stream/{id}',
  role: 'viewer',
  permission: 'recordings:read',
} as const satisfies Operation<'stream_recording'>;

/** Takes a sound file in */
export const upload_audio = {
  id: 'upload_audio',
  method: 'post',
  path: '/api/audio/upload',
  role: 'agent',
  permission: 'calls:write',
} as const satisfies Operation<'upload_audio'>;

/** Sound files that people brought along, newest first */
export const list_audio = {
  id: 'list_audio',
  method: 'get',
  path: '/api/audio/files',
  role: 'viewer',
  permission: 'recordings:read',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
  },
} as const satisfies Operation<'list_audio'>;

/** A file's sound, whole or one range of it; audited before the first byte */
export const stream_audio = {
  id: 'stream_audio',
  method: 'get',
  path: '/api/audio/files/audio/{organization_id}/{file}',
  role: 'viewer',
  permission: 'recordings:read',
} as const satisfies Operation<'stream_audio'>;

/** Takes in an event of the carrier's; 2xx means durable */
export const telnyx_webhook_alias = {
  id: 'telnyx_webhook_alias',
  method: 'post',
  path: '/api/webhooks/telnyx',
} as const satisfies Operation<'telnyx_webhook_alias'>;

/** Takes in an event of Stripe's; 2xx means durable */
export const stripe_webhook_alias = {
  id: 'stripe_webhook_alias',
  method: 'post',
  path: '/api/webhooks/stripe',
} as const satisfies Operation<'stripe_webhook_alias'>;

/** Takes in the end of a transcript; 2xx means durable */
export const assemblyai_webhook_alias = {
  id: 'assemblyai_webhook_alias',
  method: 'post',
  path: '/api/webhooks/assemblyai',
} as const satisfies Operation<'assemblyai_webhook_alias'>;

/** Takes in a request of Twilio's and answers in TwiML */
export const twilio_webhook_alias = {
  id: 'twilio_webhook_alias',
  method: 'post',
  path: '/api/webhooks/twilio',
} as const satisfies Operation<'twilio_webhook_alias'>;

/** Takes in what became of an e-mail; 2xx means durable */
export const resend_webhook_alias = {
  id: 'resend_webhook_alias',
  method: 'post',
  path: '/api/webhooks/resend',
} as const satisfies Operation<'resend_webhook_alias'>;

/** Events of vendors that could not be applied, newest first */
export const list_webhook_failures = {
  id: 'list_webhook_failures',
  method: 'get',
  path: '/api/reliability/webhooks',
  role: 'admin',
  query: {
    page: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000, default: 1 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
    status: { type: 'string', enum: ['all', 'pending', 'failed', 'manual_review', 'resolved', 'discarded'] },
  },
} as const satisfies Operation<'list_webhook_failures'>;

/** Replays an event, discards it, or leaves it to people */
export const act_on_webhook_failure = {
  id: 'act_on_webhook_failure',
  method: 'put',
  path: '/api/reliability/webhooks',
  role: 'admin',
  body: {
    failure_id: { type: 'string', required: true, format: 'uuid' },
    action: { type: 'string', required: true, enum: ['retry', 'discard', 'manual_review'] },
    resolution_notes: { type: 'string', maxLength: 5000 },
  },
} as const satisfies Operation<'act_on_webhook_failure'>;

/** Open failures of every organisation, and of none */
export const list_dead_letters = {
  id: 'list_dead_letters',
  method: 'get',
  path: '/api/internal/webhook-dlq',
  platform: true,
  query: {
    source: { type: 'string', minLength: 1, maxLength: 50 },
    limit: { type: 'integer', format: 'int32', minimum: 1, default: 50 },
  },
} as const satisfies Operation<'list_dead_letters'>;

/** Applies an event again as it was received */
export const replay_dead_letter = {
  id: 'replay_dead_letter',
  method: 'post',
  path: '/api/internal/webhook-dlq/replay/{source}/{id}',
  platform: true,
} as const satisfies Operation<'replay_dead_letter'>;

/** How each scheduled job stands, with its last runs */
export const cron_health = {
  id: 'cron_health',
  method: 'get',
  path: '/api/internal/cron-health',
  platform: true,
} as const satisfies Operation<'cron_health'>;
