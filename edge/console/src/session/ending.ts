// A session ends in many places and is acted on in one: whoever learns of it says so here, the router listens. Nobody needs to
// know the router for that.

/** Why somebody comes to the sign-in page; it is said there. */
export const kSignInReasons = ['expired', 'signed_out', 'account_created', 'password_reset'] as const;
export type SignInReason = (typeof kSignInReasons)[number];

let act: (reason: SignInReason) => void = () => {};

/** Who takes people to the sign-in page. */
export function whenSessionEnds(listener: (reason: SignInReason) => void): void {
  act = listener;
}

export const sessionEnded = (reason: SignInReason): void => act(reason);
