import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './api/session.ts';
import { NotFound, PageProblem } from './parts/page-problem.tsx';
import { readOrdersSearch } from './pages/orders/search.ts';
import { Shell } from './parts/shell.tsx';

interface Context {
  readonly client: QueryClient;
}

type Search = Readonly<Record<string, unknown>>;

/** Nothing of an address but what was read of it: the router itself lays what was read over what stood there, and keeps the rest. */
function only<T extends object>(read: (search: Search) => T): (search: Search) => T {
  return (search) => ({ ...Object.fromEntries(Object.keys(search).map((name) => [name, undefined])), ...read(search) });
}

const root = createRootRouteWithContext<Context>()({ errorComponent: PageProblem, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: only((search): { to?: string; over?: boolean } => ({
    // Only an address of this page: never another host.
    ...(typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {}),
    ...(search.over === true ? { over: true } : {}),
  })),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Everything but the sign-in: for whoever is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: Shell,
  errorComponent: PageProblem,
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/orders' });
  },
});

const orders = createRoute({
  getParentRoute: () => inside,
  path: '/orders',
  validateSearch: only(readOrdersSearch),
  component: lazyRouteComponent(() => import('./pages/orders/orders-page.tsx'), 'OrdersPage'),
});

const order = createRoute({
  getParentRoute: () => inside,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('./pages/order/order-page.tsx'), 'OrderPage'),
});

const attention = createRoute({
  getParentRoute: () => inside,
  path: '/attention',
  component: lazyRouteComponent(() => import('./pages/attention/attention-page.tsx'), 'AttentionPage'),
});

const outage = createRoute({
  getParentRoute: () => inside,
  path: '/outages/$outageId',
  component: lazyRouteComponent(() => import('./pages/attention/outage-page.tsx'), 'OutagePage'),
});

const sellers = createRoute({
  getParentRoute: () => inside,
  path: '/sellers',
  component: lazyRouteComponent(() => import('./pages/sellers/sellers-page.tsx'), 'SellersPage'),
});

const seller = createRoute({
  getParentRoute: () => inside,
  path: '/sellers/$sellerId',
  component: lazyRouteComponent(() => import('./pages/sellers/seller-page.tsx'), 'SellerPage'),
});

const tools = createRoute({
  getParentRoute: () => inside,
  path: '/tools',
  component: lazyRouteComponent(() => import('./pages/tools/tools-page.tsx'), 'ToolsPage'),
});

const newTool = createRoute({
  getParentRoute: () => inside,
  // Not below /tools/: any word there may be a tool's short_id.
  path: '/new-tool',
  validateSearch: only((search): { seller_id?: string } =>
    typeof search.seller_id === 'string' ? { seller_id: search.seller_id } : {},
  ),
  component: lazyRouteComponent(() => import('./pages/tools/new-tool-page.tsx'), 'NewToolPage'),
});

const tool = createRoute({
  getParentRoute: () => inside,
  path: '/tools/$shortId',
  component: lazyRouteComponent(() => import('./pages/tools/tool-page.tsx'), 'ToolPage'),
});

const system = createRoute({
  getParentRoute: () => inside,
  path: '/system',
  component: lazyRouteComponent(() => import('./pages/system/system-page.tsx'), 'SystemPage'),
});

const tree = root.addChildren([
  signIn,
  inside.addChildren([home, orders, order, attention, outage, sellers, seller, tools, newTool, tool, system]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultErrorComponent: PageProblem,
    scrollRestoration: true,
  });
}

/** Gets every page's code: later the server may be away, and what is here then can say so. */
export function preloadPages({ routesById }: Pick<ReturnType<typeof makeRouter>, 'routesById'>): void {
  for (const { options } of Object.values(routesById) as {
    options: { component?: { preload?: () => Promise<unknown> } };
  }[])
    options.component?.preload?.().catch(() => undefined);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
