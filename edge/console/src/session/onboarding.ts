// Whether the organisation's first steps are behind it: asked for those who may take them, and for nobody else.
import { useQuery } from '@tanstack/react-query';
import { answerTo } from '../api/answers.ts';
import { confirm_compliance, get_onboarding } from '../api/operations.ts';
import { queryClient } from '../api/queries.ts';
import type { Onboarding, User } from '../api/types.ts';
import { isOffered, useOffers } from './session.ts';

export const onboardingQuery = { ...answerTo(get_onboarding), staleTime: 60_000 };

/** What an answer told of it stands everywhere at once. */
export const learnOnboarding = (onboarding: Onboarding): void => {
  queryClient.setQueryData(onboardingQuery.queryKey, { success: true, onboarding });
};

// "Later" is said in one browser, of one organisation: the way back stays in the menu.
const key = (organizationId: string | null | undefined) => `wib.onboarding.later.${organizationId ?? ''}`;
export const putOnboardingOff = ({ organization_id }: User): void => localStorage.setItem(key(organization_id), '1');

/** Whether this is where one begins. Who cannot be told goes where they would go without it. */
export async function beginsWithOnboarding(user: User): Promise<boolean> {
  if (!isOffered(user, undefined, confirm_compliance) || localStorage.getItem(key(user.organization_id))) return false;
  const told = await queryClient.fetchQuery({ ...onboardingQuery, retry: false }).catch(() => null);
  return told !== null && !told.onboarding.completed_at;
}

/** The first steps, for who may take them and until the last is done. */
export function useOpenOnboarding(): Onboarding | null {
  const offered = useOffers()(confirm_compliance);
  const { data } = useQuery({ ...onboardingQuery, enabled: offered });
  return offered && data && !data.onboarding.completed_at ? data.onboarding : null;
}
