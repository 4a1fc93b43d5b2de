import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client.ts';
import { queryClient } from './api/queries.ts';
import { LanguageProvider, firstCatalogue } from './i18n/language.tsx';
import { router } from './router.tsx';
import { styleNonce } from './theme/nonce.ts';
import { schemeManager } from './theme/scheme.ts';
import { cssVariables, theme } from './theme/theme.ts';

const first = await firstCatalogue();

createRoot(document.getElementById('root')!, {
  // A refusal is shown on the page with its code and id; only what surprised us belongs in the browser's log.
  onCaughtError: (error) => {
    if (!(error instanceof ApiProblem)) console.error(error);
  },
}).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={schemeManager} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <LanguageProvider first={first}>
        <QueryClientProvider client={queryClient}>
          {/* Not at the right: there stand the person’s menu above and "End call" below. */}
          <Notifications position="top-center" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
