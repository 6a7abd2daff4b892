import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client.ts';
import { onOtherTab, sessionQuery } from './api/session.ts';
import { makeRouter, preloadPages } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

/** When the first page has been painted. */
const PRELOAD_AFTER_MS = 2_000;

/** A session that ends while one is at work: to the sign-in, and from there back to where one was. */
const onError = (error: unknown) => {
  // The cookie is another account's by now: what is on the page is not its own any more.
  if (error instanceof ApiProblem && error.code === 'csrf_required') return location.reload();
  const isOver = error instanceof ApiProblem && error.status === 401 && client.getQueryData(sessionQuery.queryKey);
  if (!isOver) return;
  client.setQueryData(sessionQuery.queryKey, null);
  void router.navigate({ to: '/sign-in', search: { over: true, to: router.state.location.href } });
};

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; a server that restarts is there again in a moment.
      retry: (count, error) =>
        count < 3 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
    },
  },
});

const router = makeRouter(client);
onOtherTab(() => location.reload());
setTimeout(() => preloadPages(router), PRELOAD_AFTER_MS);

/** The policy lets in only styles that bear this. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
// Where react-remove-scroll, which keeps the page still behind a dialog, looks for it (package get-nonce).
Object.assign(globalThis, { __webpack_nonce__: nonce });

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ''}
    >
      <Notifications position="bottom-right" containerWidth={360} />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
