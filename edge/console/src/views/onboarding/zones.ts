// The time zones one chooses from: where most of those who are called live comes first.
const kUnitedStates = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
];

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** With the one that is set, whether this browser knows it or not. */
export function zonesWith(now: string): { label: 'usa' | 'other'; zones: string[] }[] {
  const others = new Set([...Intl.supportedValuesOf('timeZone'), ...(now ? [now] : [])]);
  for (const zone of kUnitedStates) others.delete(zone);
  return [
    { label: 'usa', zones: kUnitedStates },
    { label: 'other', zones: [...others].sort() },
  ];
}
