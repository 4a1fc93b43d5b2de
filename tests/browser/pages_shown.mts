// Every page the console serves: its address in the words of the product's reference, how to come to it, and what it must show. The suite
// (pages_shown.test.mts) opens each in every look, with data, with nothing and failing; `./wib coverage` counts a page as served only
// when it stands here. Nothing but types is imported that needs a package: the table is read where no browser is.
import type { Page } from 'playwright-core';
import type { FakeServer } from './support/fake_server.mts';
import { kCronHealth } from './support/jobs_story.mts';
import { aCall, anAudioFile, kApiKeys, kCallId, kFailure, kFound, kFounded, kInvites, kLetterToken, kMembers, kOrganization, kSessions, kTeamMembers, kTeams, kUser, manyCalls } from './support/story.mts';

/** A page as it must be: resolves when it shows it, fails by the page's own patience when it does not. */
type Shows = (page: Page) => Promise<unknown>;

export interface PageShown {
  path: string;
  /** The address to open, where the path has braces. */
  open?: string;
  /** Who looks; nobody in particular for public pages. */
  role?: string;
  public?: true;
  scene?: (server: FakeServer) => void;
  shows: Shows;
  /** What it says when there is nothing to show, for pages that can have nothing. */
  empty?: { scene?: (server: FakeServer) => void; shows: Shows };
  /** The request whose failure it must tell of; left out for pages that ask nothing. */
  asks?: string;
}

const story = (server: FakeServer) => void server.withStory();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

const team = (server: FakeServer): void => {
  server.says.set('GET /api/team/members', { success: true, members: kMembers, total: kMembers.length });
  server.says.set('GET /api/team/invites', { success: true, invites: kInvites });
};
const kOnePage = { page: 1, limit: 200, total_pages: 1 };
const departments = (server: FakeServer): void => {
  team(server);
  server.says.set('GET /api/teams', { success: true, teams: kTeams, pagination: { ...kOnePage, total: kTeams.length } });
  for (const { id } of kTeams)
    server.says.set(`GET /api/teams/${id}/members`, { success: true, members: kTeamMembers, pagination: { ...kOnePage, total: kTeamMembers.length } });
};
const invitation = (server: FakeServer): void => {
  const invite = { email: 'jonas.berg@harborline.example', role: 'agent', organization_name: kOrganization.name, expires_at: '2026-11-27T15:00:00.000Z' };
  server.says.set(`GET /api/team/invites/validate/${kLetterToken}`, { valid: true, invite });
};

export const pagesShown: readonly PageShown[] = [
  {
    path: '/signin',
    public: true,
    shows: async (page) => {
      await heading(page, 'Sign in');
      await page.getByRole('textbox', { name: 'Email' }).waitFor();
      await page.getByLabel('Password', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    },
  },
  {
    path: '/api-docs',
    public: true,
    asks: 'GET /api/openapi.json',
    shows: async (page) => {
      await heading(page, 'API reference');
      await page.getByRole('article').getByRole('link', { name: /\/api\/voice\/call$/ }).waitFor();
      await page.getByRole('link', { name: 'Download openapi.json' }).waitFor();
      await page.getByRole('row', { name: /404 NOT_FOUND/ }).waitFor();
    },
  },
  {
    path: '/api-docs/[operation]',
    open: '/api-docs/list_calls',
    public: true,
    asks: 'GET /api/openapi.json',
    shows: async (page) => {
      await page.getByRole('button', { name: /^Path: \/api\/calls/ }).waitFor();
      await text(page, 'Session, Viewer or above');
      await page.getByRole('complementary', { name: 'Examples' }).getByText(/^curl "http/).waitFor();
      await page.getByRole('row', { name: /429 RATE_LIMIT/ }).waitFor();
    },
  },
  {
    path: '/api-docs/types/[type]',
    open: '/api-docs/types/Call',
    public: true,
    asks: 'GET /api/openapi.json',
    shows: async (page) => {
      await heading(page, 'Call');
      await text(page, 'talk_seconds');
      await page.getByRole('heading', { level: 2, name: 'Taken or given by' }).waitFor();
    },
  },
  {
    path: '/verify',
    public: true,
    shows: async (page) => {
      await heading(page, 'Verify evidence');
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
      await text(page, 'It is checked in this browser. Nothing of it is uploaded.');
    },
  },
  {
    path: '/calls',
    role: 'agent',
    asks: 'GET /api/calls',
    scene: (server) => {
      story(server);
      server.calls = manyCalls();
    },
    shows: async (page) => {
      await heading(page, 'Calls');
      await page.locator('a[data-row]').nth(23).waitFor();
      await text(page, '24 calls');
    },
    empty: { shows: (page) => text(page, 'No calls yet') },
  },
  {
    path: '/calls/[id]',
    open: `/calls/${kCallId}`,
    role: 'compliance',
    asks: `GET /api/calls/${kCallId}`,
    scene: story,
    shows: async (page) => {
      await heading(page, 'Call with (212) 555-0142');
      await page.getByRole('region', { name: 'Recording player' }).waitFor();
      await page.getByRole('region', { name: 'Transcript' }).getByText('Hello, this is Marisol speaking.').waitFor();
      await page.getByRole('region', { name: 'Audit trail' }).getByText('Recording stored').waitFor();
    },
    empty: {
      scene: (server) => server.add(aCall({ status: 'no_answer', answered_at: null, talk_seconds: 0 }), { recordings: [], gate: { checks: [] } }),
      shows: (page) => text(page, 'This call has no recording'),
    },
  },
  {
    path: '/search',
    open: '/search?q=friday',
    role: 'agent',
    asks: 'GET /api/search',
    scene: (server) => {
      server.says.set('GET /api/search', { success: true, results: kFound, next_cursor: null });
    },
    shows: async (page) => {
      await heading(page, 'Search transcripts');
      await page.getByRole('list', { name: 'Utterances found' }).getByRole('link').nth(kFound.length - 1).waitFor();
      await page.getByRole('list', { name: 'Utterances found' }).locator('mark').first().waitFor();
      await text(page, `${kFound.length} found`);
    },
    empty: {
      scene: (server) => {
        server.says.set('GET /api/search', { success: true, results: [], next_cursor: null });
      },
      shows: (page) => text(page, 'Nobody said that'),
    },
  },
  {
    path: '/dial',
    role: 'agent',
    scene: story,
    shows: async (page) => {
      await heading(page, 'Dial');
      await page.getByRole('textbox', { name: 'Number to call' }).waitFor();
      await page.getByRole('region', { name: 'Recent' }).getByRole('button').first().waitFor();
    },
    empty: { shows: (page) => page.getByRole('button', { name: 'Call', exact: true }).waitFor() },
  },
  {
    path: '/recordings/uploads',
    role: 'agent',
    asks: 'GET /api/audio/files',
    scene: (server) => {
      server.audioFiles = [anAudioFile(), anAudioFile({ id: '4f2d7a10-93c5-4b0e-8d61-5e7f1a2b3c4d', original_name: 'Board meeting of the third quarter, second half.m4a', content_type: 'audio/mp4', size_bytes: 71_204_113 })];
    },
    shows: async (page) => {
      await heading(page, 'Audio files');
      await text(page, 'Voicemail of Mr Alvarez.mp3');
      await text(page, '2 files');
      await page.getByRole('button', { name: 'Upload files' }).waitFor();
    },
    empty: { shows: (page) => text(page, 'No audio files yet') },
  },
  {
    path: '/compliance/audit',
    role: 'compliance',
    asks: 'GET /api/audit-logs',
    scene: story,
    shows: async (page) => {
      await heading(page, 'Audit trail');
      await text(page, 'Call placed');
      await text(page, '5 entries');
    },
    empty: {
      scene: (server) => {
        server.audit = [];
      },
      shows: (page) => text(page, 'No entry yet.'),
    },
  },
  {
    path: '/reliability/webhooks',
    role: 'admin',
    asks: 'GET /api/reliability/webhooks',
    scene: (server) => {
      server.failures = [{ ...kFailure }];
    },
    shows: async (page) => {
      await heading(page, 'Webhook failures');
      await text(page, 'call.hangup');
      await text(page, '1 failure');
    },
    empty: { shows: (page) => text(page, 'Nothing failed.') },
  },
  {
    path: '/reliability/jobs',
    role: 'admin',
    asks: 'GET /api/internal/cron-health',
    scene: (server) => {
      server.user = { ...server.user, platform_role: 'platform-admin' };
      server.says.set('GET /api/internal/cron-health', kCronHealth);
    },
    shows: async (page) => {
      await heading(page, 'Scheduled jobs');
      await text(page, 'A job is stale');
      await text(page, 'Stale · no success for 4 hr');
      await page.getByRole('region', { name: 'Jobs not yet in use' }).getByText('scheduled_payments').waitFor();
    },
  },
  {
    path: '/signup',
    public: true,
    shows: async (page) => {
      await heading(page, 'Create your account');
      await page.getByRole('textbox', { name: 'Organisation' }).waitFor();
      await page.getByRole('button', { name: 'Create account' }).waitFor();
    },
  },
  {
    path: '/forgot-password',
    public: true,
    shows: async (page) => {
      await heading(page, 'Forgot your password?');
      await page.getByRole('button', { name: 'Send the link' }).waitFor();
    },
  },
  {
    path: '/reset-password',
    open: `/reset-password#token=${kLetterToken}`,
    public: true,
    shows: async (page) => {
      await heading(page, 'Choose a new password');
      await page.getByRole('button', { name: 'Change password' }).waitFor();
    },
  },
  {
    path: '/verify-email',
    open: `/verify-email#token=${kLetterToken}`,
    public: true,
    shows: async (page) => {
      await heading(page, 'Confirm your address');
      await page.getByRole('button', { name: 'Confirm address' }).waitFor();
    },
  },
  {
    path: '/accept-invite',
    open: `/accept-invite#token=${kLetterToken}`,
    public: true,
    scene: invitation,
    asks: `GET /api/team/invites/validate/${kLetterToken}`,
    shows: async (page) => {
      await heading(page, 'Join Harborline Recovery');
      await text(page, 'jonas.berg@harborline.example is invited as Agent.');
      await page.getByRole('button', { name: 'Create account and join' }).waitFor();
    },
  },
  {
    path: '/onboarding',
    role: 'admin',
    asks: 'GET /api/onboarding',
    scene: (server) => void (server.onboarding = { ...structuredClone(kFounded), step: 2, numbers: ['+13125550199'], provisioned_number: '+13125550199' }),
    shows: async (page) => {
      await heading(page, 'Set up your organisation');
      await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
      await page.getByRole('heading', { level: 2, name: 'When you call, and what is checked' }).waitFor();
      await page.getByRole('switch', { name: 'Respect do-not-call lists' }).waitFor({ state: 'attached' });
      await page.getByRole('button', { name: 'Confirm and continue' }).waitFor();
    },
    empty: {
      scene: (server) => void (server.onboarding = structuredClone(kFounded)),
      shows: async (page) => {
        await text(page, '0 of 6 done');
        await page.getByRole('button', { name: 'Start the 14-day trial' }).waitFor();
      },
    },
  },
  {
    path: '/settings',
    role: 'admin',
    shows: async (page) => {
      await heading(page, 'Settings');
      await page.getByRole('main').getByRole('link', { name: /^Profile/ }).waitFor();
      await page.getByRole('main').getByRole('link', { name: /^API keys/ }).waitFor();
    },
  },
  {
    path: '/admin',
    role: 'admin',
    shows: (page) => heading(page, 'Plan & usage'),
  },
  {
    path: '/settings/org-create',
    role: 'agent',
    shows: async (page) => {
      await heading(page, 'New organisation');
      await page.getByRole('button', { name: 'Create organisation' }).waitFor();
    },
  },
  {
    path: '/settings/team',
    role: 'admin',
    asks: 'GET /api/team/members',
    scene: team,
    shows: async (page) => {
      await heading(page, 'Team');
      await text(page, 'Priya Nair');
      await text(page, 'jonas.berg@harborline.example');
      await page.getByRole('button', { name: 'Invite somebody' }).waitFor();
    },
    empty: {
      scene: (server) => {
        team(server);
        server.says.set('GET /api/team/invites', { success: true, invites: [] });
      },
      shows: (page) => text(page, 'Nobody is waiting to join'),
    },
  },
  {
    path: '/teams',
    role: 'manager',
    asks: 'GET /api/teams',
    scene: departments,
    shows: async (page) => {
      await heading(page, 'Departments');
      await page.getByRole('link', { name: /^Evening shift/ }).filter({ visible: true }).waitFor();
      await text(page, 'Nobody leads it yet');
      await page.getByRole('button', { name: 'New department' }).waitFor();
    },
    empty: {
      scene: (server) => void server.says.set('GET /api/teams', { success: true, teams: [], pagination: { ...kOnePage, total: 0, total_pages: 0 } }),
      shows: (page) => text(page, 'No departments yet'),
    },
  },
  {
    path: '/settings/organization',
    role: 'admin',
    asks: 'GET /api/organizations/current',
    scene: (server) => void server.says.set('GET /api/organizations/current', { success: true, organization: kOrganization, role: 'admin' }),
    shows: async (page) => {
      await heading(page, 'Organisation');
      await page.getByRole('textbox', { name: 'Time zone' }).waitFor();
      await text(page, '08:00–21:00 America/New_York');
    },
  },
  {
    path: '/admin/api',
    role: 'admin',
    asks: 'GET /api/organizations/api-keys',
    scene: (server) => void server.says.set('GET /api/organizations/api-keys', { success: true, api_keys: kApiKeys }),
    shows: async (page) => {
      await heading(page, 'API keys');
      await text(page, 'Nightly export');
      await page.getByRole('button', { name: 'End the key Nightly export' }).waitFor();
    },
    empty: {
      scene: (server) => void server.says.set('GET /api/organizations/api-keys', { success: true, api_keys: [] }),
      shows: (page) => text(page, 'No program has a key'),
    },
  },
  {
    path: '/settings/security',
    role: 'agent',
    asks: 'GET /api/users/me/sessions',
    scene: (server) => void server.says.set('GET /api/users/me/sessions', { success: true, sessions: kSessions }),
    shows: async (page) => {
      await heading(page, 'Security');
      await text(page, 'Firefox · Linux');
      await page.getByRole('button', { name: 'End the session in Safari · iOS' }).waitFor();
    },
  },
  {
    path: '/settings/plan',
    role: 'admin',
    asks: 'GET /api/capabilities/plan',
    shows: async (page) => {
      await heading(page, 'Plan & usage');
      await page.getByRole('meter', { name: 'Calls' }).waitFor();
      await text(page, '16,840 of 20,000');
      await page.getByRole('region', { name: 'From Enterprise' }).getByText('Single sign-on').waitFor();
    },
  },
  {
    path: '/settings/roles',
    role: 'admin',
    asks: 'GET /api/rbac/roles',
    shows: async (page) => {
      await heading(page, 'Roles');
      await page.getByRole('columnheader', { name: 'Compliance' }).waitFor();
      await page.getByRole('row', { name: /Audit trail see/ }).getByText('team').waitFor();
    },
  },
  {
    path: '/admin/feature-flags',
    role: 'admin',
    asks: 'GET /api/feature-flags/org',
    shows: async (page) => {
      await heading(page, 'Feature flags');
      await page.getByRole('switch', { name: 'Language model: OpenAI' }).waitFor();
      await text(page, '41 of 500 today');
      await text(page, 'Off for everybody');
    },
    empty: {
      scene: (server) => {
        server.flags = [];
      },
      shows: (page) => text(page, 'No switches yet'),
    },
  },
  {
    path: '/admin/metrics',
    role: 'viewer',
    scene: (server) => {
      server.user.platform_role = 'platform_admin';
    },
    asks: 'GET /api/admin/metrics',
    shows: async (page) => {
      await heading(page, 'Platform metrics');
      await text(page, '48,211');
      await text(page, '$2,450.00');
    },
  },
  {
    path: '/settings/profile',
    role: 'agent',
    shows: async (page) => {
      await heading(page, 'Profile');
      await text(page, kUser.email);
      await page.getByRole('radiogroup', { name: 'Language' }).waitFor();
    },
  },
];
