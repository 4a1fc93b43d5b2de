// A session ends in many places and is acted on in one: whoever learns of it says so here, the router listens. Nobody needs to
// know the router for that.

export type SignInReason = 'expired' | 'signed_out';

let act: (reason: SignInReason) => void = () => {};

/** Who takes people to the sign-in page. */
export function whenSessionEnds(listener: (reason: SignInReason) => void): void {
  act = listener;
}

export const sessionEnded = (reason: SignInReason): void => act(reason);
