// The phone a bridge call rings first, remembered on this device and per person.
const key = (userId: string) => `wib.own_phone.${userId}`;

export const ownPhone = (userId: string): string => localStorage.getItem(key(userId)) ?? '';

export function rememberOwnPhone(userId: string, number: string): void {
  if (number) localStorage.setItem(key(userId), number);
  else localStorage.removeItem(key(userId));
}
