import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { Operation } from '../api/operation.ts';
import { rbac_context } from '../api/operations.ts';
import { queryClient, sessionQuery } from '../api/queries.ts';
import type { Rights, SignedIn, User } from '../api/types.ts';
import { forgetConversations } from '../live/live.ts';

/** Who is signed in. Only below the shell, whose route makes sure somebody is. */
export function useUser(): User {
  const { data } = useSuspenseQuery(sessionQuery);
  return data.user ?? lastUser!;
}

/** The person of this page until the sign-in page has replaced it: a session may end between two renders. */
let lastUser: User | null = null;

export async function currentUser(): Promise<User | null> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (session.user) lastUser = session.user;
  return session.user;
}

export function signedInAs({ user, expires, csrf_token }: SignedIn): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, { user, expires, csrf_token });
  lastUser = user;
}

/** What one person saw is not left in memory for the next. */
export function signedOut(): void {
  forgetConversations();
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  queryClient.setQueryData(sessionQuery.queryKey, { user: null, expires: null, csrf_token: null });
}

/** Another organisation, or a first one: everything this page knows is of somewhere else. */
export function startAgain(): void {
  location.assign('/');
}

/** Roles by what they reach: as the server counts them (shared/identity/role.hpp). */
const kLevels: Record<User['role'], number> = {
  none: 0,
  viewer: 1,
  member: 1,
  user: 2,
  agent: 2,
  analyst: 2,
  operator: 3,
  manager: 3,
  compliance: 3,
  admin: 4,
  owner: 5,
};

/**
 * What the server says this person may. It follows from role, plan and organisation: asked once for each of these, and again when the
 * session's minute finds another.
 */
export const rightsQuery = (user: User) =>
  queryOptions({
    queryKey: [rbac_context.id, user.id, user.organization_id, user.role, user.plan] as const,
    queryFn: ({ signal }): Promise<Rights> => call(rbac_context, { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
  });

export const isOfThePlatform = (user: User): boolean => /^platform[_-]admin$/.test(user.platform_role ?? '');

/** Who offers what: a page, an entry, a button. */
export type Offered = Pick<Operation, 'role' | 'platform' | 'permission'>;

/**
 * Whether to offer what an operation does. A courtesy only: the server refuses by its own table, and the console shows what it says.
 * Until the rights are known the role's level alone decides.
 */
export const isOffered = (user: User, rights: Rights | undefined, { role = 'none', platform, permission }: Offered): boolean => {
  if (platform) return isOfThePlatform(user);
  return kLevels[user.role] >= kLevels[role] && (!permission || !rights || rights.permissions.includes(permission));
};

export function useOffers(): (by: Offered) => boolean {
  const user = useUser();
  const { data: rights } = useQuery(rightsQuery(user));
  return (by) => isOffered(user, rights, by);
}

/** A path of this console to come back to; never an address of somebody else's. */
export function safeReturn(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) && !path.startsWith('/signin') ? path : '/';
}
