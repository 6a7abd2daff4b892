import type { AccessWorld } from './access-world.js';

/** Who may use a route, by contract section 0: roles, `signature`, `anyone`; or a proof of its own that no token replaces. */
type Who = 'admin' | 'operator' | 'viewer' | 'marketplace' | 'seller' | 'signature' | 'anyone';

/** A call to a route about something real, and the token of the seller whom that belongs to. */
export interface Call {
  readonly path: string;
  readonly body?: unknown;
  readonly owner?: string;
}

export interface Row {
  readonly who: readonly Who[];
  /** The answer to those who may. */
  readonly status: number;
  /**
   * What a seller finds: `own` things only (another's are 404), `list`s of its own things, or something that is everybody's
   * (`shared`). A number: what another seller is answered instead.
   */
  readonly scope?: 'own' | 'list' | 'shared' | number;
  /** Makes a call; anew for each caller who may, since it may use up what it is about. */
  readonly call: (world: AccessWorld) => Call | Promise<Call>;
}

const people: readonly Who[] = ['admin', 'operator', 'viewer'];
const readers: readonly Who[] = [...people, 'marketplace', 'seller'];
const owners: readonly Who[] = ['admin', 'operator', 'seller'];

const at = (path: string) => (): Call => ({ path });
const tool = async (world: AccessWorld, rest = '', body?: unknown): Promise<Call> => {
  const { shortId } = await world.newTool();
  return { path: `/v1/tools/${shortId}${rest}`, body };
};
const order = async (
  world: AccessWorld,
  manner: Parameters<AccessWorld['newOrder']>[0],
  rest = '',
  body?: unknown,
) => ({
  path: `/v1/orders/${await world.newOrder(manner)}${rest}`,
  body,
});
/** Schedules stand at two addresses; to sellers, as all of section 8, where SELLER_WORK is on. */
function schedulesAt(base: string): Readonly<Record<string, Row>> {
  const one =
    (rest = '') =>
    async (world: AccessWorld) => ({ path: `${base}/${await world.newSchedule()}${rest}` });
  const body = { url: 'https://seller.test/hook', cron: '0 0 1 1 *' };
  const read = { who: [...people, 'seller'], status: 200, scope: 'own' } as const;
  const act = { who: owners, status: 200, scope: 'own' } as const;
  return {
    [`POST ${base}`]: { who: owners, status: 201, scope: 'shared', call: () => ({ path: base, body }) },
    [`GET ${base}`]: { ...read, scope: 'list', call: at(base) },
    [`GET ${base}/{schedule_id}`]: { ...read, call: one() },
    [`GET ${base}/{schedule_id}/jobs`]: { ...read, call: one('/jobs') },
    [`DELETE ${base}/{schedule_id}`]: { ...act, status: 204, call: one() },
    [`POST ${base}/{schedule_id}/pause`]: { ...act, call: one('/pause') },
    [`POST ${base}/{schedule_id}/resume`]: { ...act, call: one('/resume') },
    [`POST ${base}/{schedule_id}/run`]: { ...act, status: 201, call: one('/run') },
  };
}
const poll = async (world: AccessWorld, rest = ''): Promise<Call> => ({
  path: `/v1/polls/${await world.newPoll()}${rest}`,
});
const signingSecret =
  (path: string) =>
  async (world: AccessWorld): Promise<Call> => {
    for (const token of [world.roundtrip.adminToken, world.owner.token, world.other.token])
      await world.api('POST', '/signing-secret/rotate', {}, token);
    return { path };
  };
const seller = async (world: AccessWorld, rest = '', body?: unknown): Promise<Call> => {
  const { sellerId, token } = await world.newSeller();
  return { path: `/v1/sellers/${sellerId}${rest}`, body, owner: token };
};

/** Jobs stand at two addresses; to sellers, as all of section 8, where SELLER_WORK is on. */
function jobsAt(base: string): Readonly<Record<string, Row>> {
  const one = (rest: string, has: 'waits' | 'failed') => async (world: AccessWorld) => ({
    path: `${base}/${await world.newJob(has)}${rest}`,
  });
  const body = { url: 'https://seller.test/hook', scheduled_at: '2990-01-01T00:00:00Z' };
  const read = { who: [...people, 'seller'], status: 200, scope: 'own' } as const;
  return {
    [`POST ${base}`]: { who: owners, status: 201, scope: 'shared', call: () => ({ path: base, body }) },
    [`GET ${base}`]: { ...read, scope: 'list', call: at(base) },
    [`GET ${base}/{job_id}`]: { ...read, call: one('', 'waits') },
    [`GET ${base}/{job_id}/attempts`]: { ...read, call: one('/attempts', 'waits') },
    [`GET ${base}/{job_id}/executions`]: { ...read, call: one('/executions', 'waits') },
    [`DELETE ${base}/{job_id}`]: { who: owners, status: 204, scope: 'own', call: one('', 'waits') },
    [`POST ${base}/{job_id}/replay`]: { who: owners, status: 201, scope: 'own', call: one('/replay', 'failed') },
  };
}

/** The operator's and the buyer's pages: the documents are for anyone, what they show is not. */
const PAGES = [
  ...['/', '/sign-in', '/orders', '/orders/{order_id}', '/attention', '/outages/{outage_id}', '/sellers'],
  ...['/sellers/{seller_id}', '/tools', '/tools/{short_id}', '/new-tool', '/system', '/o/{order_id}'],
];

/** One row for each route, written from the contract. */
export const EXPECTED: Readonly<Record<string, Row>> = {
  'GET /healthz': { who: ['anyone'], status: 200, call: at('/healthz') },
  'GET /readyz': { who: ['anyone'], status: 200, call: at('/readyz') },
  'GET /openapi.json': { who: ['anyone'], status: 200, call: at('/openapi.json') },
  ...Object.fromEntries(
    PAGES.map((path) => [
      `GET ${path}`,
      { who: ['anyone'] as const, status: 200, call: at(path.replace(/\{\w+\}/, 'x')) },
    ]),
  ),
  'GET /assets/{name}': { who: ['anyone'], status: 404, call: at('/assets/none.js') },
  'GET /docs': { who: ['anyone'], status: 200, call: at('/docs') },
  'GET /docs/start.js': { who: ['anyone'], status: 200, call: at('/docs/start.js') },
  'GET /docs/swagger-ui.css': { who: ['anyone'], status: 200, call: at('/docs/swagger-ui.css') },
  'GET /docs/swagger-ui-bundle.js': { who: ['anyone'], status: 200, call: at('/docs/swagger-ui-bundle.js') },
  'GET /metrics': { who: ['admin'], status: 200, call: at('/metrics') },

  'POST /v1/tokens': {
    ...{ who: ['admin'], status: 201 },
    call: () => ({ path: '/v1/tokens', body: { name: 'A viewer', role: 'viewer' } }),
  },
  'GET /v1/tokens': { who: ['admin'], status: 200, call: at('/v1/tokens') },
  'GET /v1/tokens/{token_id}': {
    ...{ who: ['admin'], status: 200 },
    call: async (world) => ({ path: `/v1/tokens/${(await world.newToken('viewer')).tokenId}` }),
  },
  'DELETE /v1/tokens/{token_id}': {
    ...{ who: ['admin'], status: 204 },
    call: async (world) => ({ path: `/v1/tokens/${(await world.newToken('viewer')).tokenId}` }),
  },
  'POST /v1/session': {
    ...{ who: ['anyone'], status: 201 },
    call: ({ tokens }) => ({ path: '/v1/session', body: { token: tokens.viewer } }),
  },
  'GET /v1/session': { who: [...people, 'seller'], status: 200, scope: 'shared', call: at('/v1/session') },
  'DELETE /v1/session': { who: [...people, 'seller'], status: 204, scope: 'shared', call: at('/v1/session') },
  'GET /v1/audit': { who: ['admin'], status: 200, call: at('/v1/audit') },

  'POST /v1/sellers': {
    ...{ who: ['admin'], status: 201 },
    call: () => ({ path: '/v1/sellers', body: { name: 'Another seller' } }),
  },
  'GET /v1/sellers': { who: [...people, 'seller'], status: 200, scope: 'list', call: at('/v1/sellers') },
  'GET /v1/sellers/{seller_id}': {
    who: [...people, 'seller'],
    status: 200,
    scope: 'own',
    call: (world) => seller(world),
  },
  'PATCH /v1/sellers/{seller_id}': {
    ...{ who: owners, status: 200, scope: 'own' },
    call: (world) => seller(world, '', { name: 'Renamed' }),
  },
  'DELETE /v1/sellers/{seller_id}': { who: ['admin'], status: 204, call: (world) => seller(world) },
  'POST /v1/sellers/{seller_id}/rotate-token': {
    ...{ who: ['admin', 'seller'], status: 200, scope: 'own' },
    call: (world) => seller(world, '/rotate-token'),
  },
  'GET /v1/sellers/{seller_id}/notices': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => seller(world, '/notices'),
  },

  'POST /v1/tools': {
    // Naming another seller is a mistake in a field, the same whether that seller exists or not.
    ...{ who: owners, status: 201, scope: 400 },
    call: ({ owner }) => ({
      path: '/v1/tools',
      body: {
        ...{ name: 'A tool', seller_id: owner.sellerId, job_url: 'https://seller.test/job' },
        auth_headers: { 'X-Key': 'k' },
      },
    }),
  },
  'GET /v1/tools': { who: readers, status: 200, scope: 'list', call: at('/v1/tools') },
  'GET /v1/tools/{short_id}': { who: readers, status: 200, scope: 'own', call: (world) => tool(world) },
  'PATCH /v1/tools/{short_id}': {
    ...{ who: owners, status: 200, scope: 'own' },
    call: (world) => tool(world, '', { name: 'Renamed' }),
  },
  'DELETE /v1/tools/{short_id}': { who: owners, status: 204, scope: 'own', call: (world) => tool(world) },
  'POST /v1/tools/{short_id}/rotate-secret': {
    ...{ who: owners, status: 200, scope: 'own' },
    call: (world) => tool(world, '/rotate-secret', { which: 'callback' }),
  },
  'POST /v1/tools/{short_id}/pause': { who: owners, status: 200, scope: 'own', call: (world) => tool(world, '/pause') },
  'POST /v1/tools/{short_id}/resume': {
    who: owners,
    status: 200,
    scope: 'own',
    call: (world) => tool(world, '/resume'),
  },
  'GET /v1/tools/{short_id}/stats': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/stats'),
  },
  'GET /v1/tools/{short_id}/durations': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/durations'),
  },
  'GET /v1/tools/{short_id}/plan-preview': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/plan-preview'),
  },
  'POST /v1/tools/{short_id}/test': {
    ...{ who: owners, status: 202, scope: 'own' },
    call: (world) => tool(world, '/test', {}),
  },
  'GET /v1/tools/{short_id}/tests': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/tests'),
  },
  'GET /v1/tools/{short_id}/tests/{test_id}': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: async (world) => {
      const { path } = await tool(world, '/test');
      const { body } = await world.api('POST', path, {});
      return { path: `${path}s/${body.test_id}` };
    },
  },

  'GET /v1/tools/{short_id}/kits': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/kits'),
  },
  'GET /v1/tools/{short_id}/kits/{name}': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => tool(world, '/kits/express'),
  },

  'POST /v1/orders': {
    ...{ who: ['admin', 'operator', 'marketplace', 'signature'], status: 202 },
    call: async (world) => ({
      path: '/v1/orders',
      body: { short_id: (await world.newTool()).shortId, inputs: {} },
    }),
  },
  'GET /v1/orders': { who: readers, status: 200, scope: 'list', call: at('/v1/orders') },
  'GET /v1/orders/{order_id}': { who: readers, status: 200, scope: 'own', call: (world) => order(world, 'waits') },
  'DELETE /v1/orders/{order_id}': { who: ['admin'], status: 204, call: (world) => order(world, 'fails') },
  'GET /v1/orders/{order_id}/operation': {
    ...{ who: readers, status: 200, scope: 'own' },
    call: (world) => order(world, 'waits', '/operation'),
  },
  'GET /v1/orders/{order_id}/attempts': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => order(world, 'waits', '/attempts'),
  },
  'GET /v1/orders/{order_id}/events': {
    ...{ who: readers, status: 200, scope: 'own' },
    call: (world) => order(world, 'waits', '/events'),
  },
  'POST /v1/orders/{order_id}/check': {
    ...{ who: owners, status: 202, scope: 'own' },
    call: (world) => order(world, 'waits', '/check'),
  },
  'POST /v1/orders/{order_id}/cancel': {
    ...{ who: ['admin', 'operator', 'marketplace'], status: 200 },
    call: (world) => order(world, 'waits', '/cancel'),
  },
  'POST /v1/orders/{order_id}/retry': {
    ...{ who: ['admin', 'operator'], status: 202 },
    call: (world) => order(world, 'fails', '/retry'),
  },
  'POST /v1/orders/{order_id}/accept': {
    ...{ who: ['admin', 'operator'], status: 200 },
    call: async (world) => {
      const { orderId, attemptId } = await world.newLateResult();
      return { path: `/v1/orders/${orderId}/accept`, body: { attempt_id: attemptId } };
    },
  },
  'GET /v1/orders/{order_id}/files/{n}': {
    ...{ who: ['admin', 'operator', 'marketplace', 'seller'], status: 200, scope: 'own' },
    call: (world) => order(world, 'brings a file', '/files/1'),
  },
  'POST /v1/orders/{order_id}/files/{n}/link': {
    ...{ who: ['admin', 'operator', 'marketplace'], status: 200 },
    call: (world) => order(world, 'brings a file', '/files/1/link', { expires_s: 60 }),
  },
  'POST /v1/orders/{order_id}/share': {
    ...{ who: ['admin', 'operator', 'marketplace'], status: 201 },
    call: (world) => order(world, 'waits', '/share', {}),
  },
  'DELETE /v1/orders/{order_id}/share': {
    ...{ who: ['admin', 'operator', 'marketplace'], status: 204 },
    call: (world) => order(world, 'waits', '/share'),
  },
  'GET /v1/orders/stream': { who: readers, status: 200, scope: 'list', call: at('/v1/orders/stream') },
  'GET /v1/orders/{order_id}/stream': {
    ...{ who: readers, status: 200, scope: 'own' },
    call: (world) => order(world, 'waits', '/stream'),
  },

  'POST /v1/orders/bulk': {
    ...{ who: ['admin', 'operator', 'seller'], status: 200, scope: 'shared' },
    call: () => ({ path: '/v1/orders/bulk', body: { action: 'check', filter: {}, dry_run: true } }),
  },
  'GET /v1/orders/bulk': { who: [...people, 'seller'], status: 200, scope: 'shared', call: at('/v1/orders/bulk') },
  'GET /v1/orders/bulk/{bulk_id}': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: async (world) => ({ path: `/v1/orders/bulk/${await world.newBulk()}` }),
  },
  'GET /v1/attention': { who: [...people, 'seller'], status: 200, scope: 'list', call: at('/v1/attention') },
  'GET /v1/outages': { who: [...people, 'seller'], status: 200, scope: 'list', call: at('/v1/outages') },
  'GET /v1/outages/{outage_id}': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: async (world) => ({ path: `/v1/outages/${await world.newOutage()}` }),
  },
  'POST /v1/outages/{outage_id}/replay': {
    ...{ who: ['admin', 'operator'], status: 202 },
    call: async (world) => ({ path: `/v1/outages/${await world.newOutage()}/replay` }),
  },
  'GET /v1/system': { who: people, status: 200, call: at('/v1/system') },
  'GET /v1/system/series': { who: people, status: 200, call: at('/v1/system/series?range=1h') },
  'POST /v1/sweeps': { who: ['admin', 'operator'], status: 202, call: at('/v1/sweeps') },
  'GET /v1/sweeps': { who: people, status: 200, call: at('/v1/sweeps') },
  'GET /v1/notifications': { who: people, status: 200, call: at('/v1/notifications') },
  'POST /v1/notifications/{notification_id}/replay': {
    ...{ who: ['admin', 'operator'], status: 202 },
    call: async (world) => ({ path: `/v1/notifications/${await world.newDeadNotification()}/replay` }),
  },

  ...schedulesAt('/schedules'),
  ...schedulesAt('/v1/schedules'),

  // To sellers as SELLER_WORK says: here it is on.
  'POST /v1/polls': {
    ...{ who: owners, status: 201, scope: 'shared' },
    call: () => ({ path: '/v1/polls', body: { url: 'https://seller.test/status' } }),
  },
  'GET /v1/polls': { who: [...people, 'seller'], status: 200, scope: 'list', call: at('/v1/polls') },
  'GET /v1/polls/{poll_id}': { who: [...people, 'seller'], status: 200, scope: 'own', call: (world) => poll(world) },
  'DELETE /v1/polls/{poll_id}': { who: owners, status: 200, scope: 'own', call: (world) => poll(world) },
  'GET /v1/polls/{poll_id}/attempts': {
    ...{ who: [...people, 'seller'], status: 200, scope: 'own' },
    call: (world) => poll(world, '/attempts'),
  },

  // Everybody's own; never a viewer's to read.
  'GET /signing-secret': { who: owners, status: 200, scope: 'list', call: signingSecret('/signing-secret') },
  'GET /v1/signing-secret': { who: owners, status: 200, scope: 'list', call: signingSecret('/v1/signing-secret') },
  'POST /signing-secret/rotate': { who: owners, status: 200, scope: 'list', call: at('/signing-secret/rotate') },
  'POST /v1/signing-secret/rotate': { who: owners, status: 200, scope: 'list', call: at('/v1/signing-secret/rotate') },
  ...jobsAt('/jobs'),
  ...jobsAt('/v1/jobs'),

  // Sellers prove themselves here by the tool's secret, or by the token in the URL: nobody's bearer token counts.
  'POST /api/orders/callback': {
    ...{ who: [], status: 401 },
    call: async (world) => ({
      path: '/api/orders/callback',
      body: { ok: true, order_id: await world.newOrder(), result_text: 'x' },
    }),
  },
  'POST /api/orders/callback/{token}': {
    ...{ who: [], status: 401 },
    call: async (world) => {
      const { path, orderId } = await world.newCallbackPath();
      return {
        path: `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`,
        body: { ok: true, order_id: orderId, result_text: 'x' },
      };
    },
  },
  'POST /api/orders/callback/prepare': {
    ...{ who: [], status: 401 },
    call: async (world) => ({
      path: '/api/orders/callback/prepare',
      body: { order_id: await world.newOrder(), filename: 'a.txt', mime_type: 'text/plain', file_size: 1 },
    }),
  },
  // The URL that prepare answered proves it.
  'PUT /api/orders/uploads/{order_id}/{name}': {
    ...{ who: [], status: 403 },
    call: async (world) => {
      const upload = await world.newUpload();
      return { path: `${upload.slice(0, -1)}${upload.endsWith('A') ? 'B' : 'A'}`, body: 1 };
    },
  },
};

/** Routes where whoever is not let in is not told 403 or 404 by role, but 401: they prove by something else than a token. */
export const BY_OWN_PROOF = [
  ...['POST /api/orders/callback', 'POST /api/orders/callback/{token}', 'POST /api/orders/callback/prepare'],
  'PUT /api/orders/uploads/{order_id}/{name}',
];

/** Routes that serve the document and its page; they do not stand in the document. */
export const OUTSIDE_THE_DOCUMENT = [
  ...['GET /openapi.json', 'GET /docs', 'GET /docs/start.js', 'GET /docs/swagger-ui.css'],
  'GET /docs/swagger-ui-bundle.js',
  ...PAGES.map((path) => `GET ${path}`),
  'GET /assets/{name}',
];
