import { useState } from 'react';

/**
 * What a letter's link carries behind "#". It is taken out of the address, so that no history or screenshot keeps it; with `keep`
 * this tab remembers it under that name, for who has to sign in on the way.
 */
export function useLetterToken(keep?: string): string {
  const [token] = useState(() => {
    const given = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
    if (keep && given) sessionStorage.setItem(keep, given);
    return given || (keep ? (sessionStorage.getItem(keep) ?? '') : '');
  });
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** Under which an invitation waits while its reader signs in. */
export const kInvitation = 'wib.invitation';
