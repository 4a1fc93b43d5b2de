// Addresses of the console: which page, who may see it, what of its state lives in the URL. A page's code is fetched when it
// is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ApiProblem } from './api/client.ts';
import * as operations from './api/operations.ts';
import { queryClient } from './api/queries.ts';
import { forgetMyCall } from './live/my_call.ts';
import { searchOf } from './parts/list_search.ts';
import { type SignInReason, kSignInReasons, whenSessionEnds } from './session/ending.ts';
import { beginsWithOnboarding } from './session/onboarding.ts';
import { currentUser, isOfThePlatform, rightsQuery, safeReturn, signedOut } from './session/session.ts';
import { landingOf } from './shell/entries.ts';
import { askedOf } from './views/search/asked.ts';
import { Crash, NotFoundPage, Pending, Unavailable } from './shell/outside.tsx';
import { type StepId, isStep } from './views/onboarding/steps.ts';

const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: Unavailable });

export interface SignInSearch {
  return?: string;
  reason?: SignInReason;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search['return'] === 'string' ? { return: search['return'] } : {}),
    ...(kSignInReasons.includes(search['reason'] as SignInReason) ? { reason: search['reason'] as SignInReason } : {}),
  }),
  beforeLoad: async ({ search }) => {
    const user = await currentUser().catch(() => null);
    if (user) throw redirect({ href: safeReturn(search.return) });
  },
  component: lazyRouteComponent(() => import('./views/signin/signin_page.tsx'), 'SignInPage'),
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ location }) => {
    const user = await currentUser();
    if (!user) throw redirect({ to: '/signin', search: location.href === '/' ? {} : { return: location.href } });
    if (!user.organization_id) throw redirect({ to: '/settings/org-create' });
    return { user };
  },
  // Known before the menu is drawn, so that nothing in it comes and goes, and asked while the shell's code is on its way. Who cannot be
  // told is offered what their level is.
  loader: ({ context: { user } }) => queryClient.ensureQueryData(rightsQuery(user)).catch(() => null),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  errorComponent: Unavailable,
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signup',
  component: lazyRouteComponent(() => import('./views/account/signup_page.tsx'), 'SignUpPage'),
});
const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./views/account/password_pages.tsx'), 'ForgotPasswordPage'),
});
const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./views/account/password_pages.tsx'), 'ResetPasswordPage'),
});
const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./views/account/verify_email_page.tsx'), 'VerifyEmailPage'),
});
const acceptInviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accept-invite',
  component: lazyRouteComponent(() => import('./views/account/accept_invite_page.tsx'), 'AcceptInvitePage'),
});
/** For who is signed in, whether they belong somewhere yet or not. */
const orgCreateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/org-create',
  beforeLoad: async () => {
    if (!(await currentUser())) throw redirect({ to: '/signin', search: { return: '/settings/org-create' } });
  },
  component: lazyRouteComponent(() => import('./views/account/org_create_page.tsx'), 'OrgCreatePage'),
  errorComponent: Unavailable,
});

/** Pages for anybody; whoever is signed in sees them inside the console. */
const openRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'open',
  beforeLoad: async () => {
    await currentUser().catch(() => null);
  },
  component: lazyRouteComponent(() => import('./shell/open_frame.tsx'), 'OpenFrame'),
});

const docsRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/api-docs',
  component: lazyRouteComponent(() => import('./views/api_docs/api_docs_page.tsx'), 'ApiDocsPage'),
});
const docsOverviewRoute = createRoute({
  getParentRoute: () => docsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./views/api_docs/overview_page.tsx'), 'OverviewPage'),
});
const docsOperationRoute = createRoute({
  getParentRoute: () => docsRoute,
  path: '$operation',
  component: lazyRouteComponent(() => import('./views/api_docs/operation_page.tsx'), 'OperationPage'),
});
const docsTypeRoute = createRoute({
  getParentRoute: () => docsRoute,
  path: 'types/$type',
  component: lazyRouteComponent(() => import('./views/api_docs/type_page.tsx'), 'TypePage'),
});

const verifyRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/verify',
  component: lazyRouteComponent(() => import('./views/verify/verify_page.tsx'), 'VerifyPage'),
});

const indexRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: async ({ context: { user } }) => {
    if (await beginsWithOnboarding(user)) throw redirect({ to: '/onboarding', replace: true });
    throw redirect({ to: landingOf(user, queryClient.getQueryData(rightsQuery(user).queryKey)), replace: true });
  },
});

const onboardingRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/onboarding',
  validateSearch: ({ step }: Record<string, unknown>): { step?: StepId } => (isStep(step) ? { step } : {}),
  component: lazyRouteComponent(() => import('./views/onboarding/onboarding_page.tsx'), 'OnboardingPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./views/settings/settings_page.tsx'), 'SettingsPage'),
});

/** The admin's own page, whichever that is for who asks. */
const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin',
  beforeLoad: ({ context: { user } }) => {
    throw redirect({ to: isOfThePlatform(user) ? '/admin/metrics' : '/settings/plan', replace: true });
  },
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const callsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/calls',
  validateSearch: searchOf(operations.list_calls),
  component: lazyRouteComponent(() => import('./views/calls/calls_page.tsx'), 'CallsPage'),
});

const callRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/calls/$callId',
  validateSearch: (search: Record<string, unknown>): { at?: number; recording?: string } => {
    const at = Number(text(search['at']) ?? search['at'] ?? Number.NaN);
    const recording = text(search['recording']);
    return { ...(Number.isSafeInteger(at) && at >= 0 ? { at } : {}), ...(recording ? { recording } : {}) };
  },
  component: lazyRouteComponent(() => import('./views/call/call_page.tsx'), 'CallPage'),
});

const searchRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/search',
  validateSearch: askedOf,
  component: lazyRouteComponent(() => import('./views/search/search_page.tsx'), 'SearchPage'),
});

const dialRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/dial',
  validateSearch: (search: Record<string, unknown>): { number?: string } => {
    const number = text(search['number']);
    return number ? { number } : {};
  },
  component: lazyRouteComponent(() => import('./views/dial/dial_page.tsx'), 'DialPage'),
});

const audioRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/recordings/uploads',
  validateSearch: searchOf(operations.list_audio),
  component: lazyRouteComponent(() => import('./views/audio/audio_page.tsx'), 'AudioPage'),
});

const planRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/plan',
  component: lazyRouteComponent(() => import('./views/plan/plan_page.tsx'), 'PlanPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('./views/roles/roles_page.tsx'), 'RolesPage'),
});

const flagsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/feature-flags',
  component: lazyRouteComponent(() => import('./views/flags/flags_page.tsx'), 'FlagsPage'),
});

const metricsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/metrics',
  component: lazyRouteComponent(() => import('./views/metrics/metrics_page.tsx'), 'MetricsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/compliance/audit',
  validateSearch: searchOf(operations.list_audit),
  component: lazyRouteComponent(() => import('./views/audit/audit_page.tsx'), 'AuditPage'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reliability/webhooks',
  validateSearch: searchOf(operations.list_webhook_failures),
  component: lazyRouteComponent(() => import('./views/reliability/webhooks_page.tsx'), 'WebhooksPage'),
});

const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reliability/jobs',
  component: lazyRouteComponent(() => import('./views/reliability/jobs_page.tsx'), 'JobsPage'),
});

const profileRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('./views/settings/profile_page.tsx'), 'ProfilePage'),
});

const teamRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('./views/team/team_page.tsx'), 'TeamPage'),
});
const departmentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/teams',
  validateSearch: (search: Record<string, unknown>): { team?: string } => {
    const team = text(search['team']);
    return team ? { team } : {};
  },
  component: lazyRouteComponent(() => import('./views/departments/departments_page.tsx'), 'DepartmentsPage'),
});
const organizationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/organization',
  component: lazyRouteComponent(() => import('./views/team/organization_page.tsx'), 'OrganizationPage'),
});
const apiKeysRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/api',
  component: lazyRouteComponent(() => import('./views/team/api_keys_page.tsx'), 'ApiKeysPage'),
});
const securityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('./views/account/security_page.tsx'), 'SecurityPage'),
});

const lostRoute = createRoute({ getParentRoute: () => appRoute, path: '$', component: NotFoundPage });

const routeTree = rootRoute.addChildren([
  signInRoute,
  signUpRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  verifyEmailRoute,
  acceptInviteRoute,
  orgCreateRoute,
  openRoute.addChildren([docsRoute.addChildren([docsOverviewRoute, docsOperationRoute, docsTypeRoute]), verifyRoute]),
  appRoute.addChildren([
    indexRoute, onboardingRoute, settingsRoute, adminRoute, callsRoute, callRoute, searchRoute, dialRoute, audioRoute, auditRoute, webhooksRoute, jobsRoute, profileRoute, teamRoute, departmentsRoute, organizationRoute, securityRoute, apiKeysRoute, planRoute, rolesRoute, flagsRoute, metricsRoute, lostRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPendingComponent: Pending,
  defaultErrorComponent: Crash,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  // Plain text in the address bar: ?search=415 is a fragment of a number, not a number.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) if (value !== undefined) params.set(name, String(value));
    const query = params.toString();
    return query ? `?${query}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** To the sign-in page, with the way back. Drafts stay where they are: in this tab's storage. */
function toSignIn(reason: SignInReason): void {
  const { href, pathname } = router.state.location;
  // Several requests may learn of it at once, and forgetting is itself news about the session.
  if (leaving || pathname === '/signin') return;
  leaving = true;
  forgetMyCall();
  signedOut();
  void router
    .navigate({
      to: '/signin',
      search: reason === 'signed_out' ? { reason } : { return: href, reason },
      replace: true,
    })
    .finally(() => {
      leaving = false;
    });
}
let leaving = false;
whenSessionEnds(toSignIn);

function watchForSignOut(error: unknown): void {
  if (error instanceof ApiProblem && error.signedOut) toSignIn('expired');
}
queryClient.getQueryCache().config.onError = watchForSignOut;
queryClient.getMutationCache().config.onError = watchForSignOut;
// The minute's check says politely what a refused request says rudely.
queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || query.queryKey[0] !== 'session' || query.state.status !== 'success') return;
  const session = query.state.data as { user: unknown } | undefined;
  if (session && !session.user && router.state.matches.some((m) => m.routeId === '/app')) toSignIn('expired');
});
