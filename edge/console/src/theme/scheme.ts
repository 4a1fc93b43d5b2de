import { localStorageColorSchemeManager } from '@mantine/core';

/** The key `first_paint.js` reads before anything else runs. */
export const kThemeKept = 'wib.theme';

export const schemeManager = localStorageColorSchemeManager({ key: kThemeKept });
