import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { AccessWorld } from './access-world.js';
import { EXPECTED } from './expected-access.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.start();
});
afterAll(() => world.stop());

/** The path goes out as it is written: `fetch` would tidy it up. */
function statusOf(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(world.roundtrip.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a guarded route is not reached', () => {
  it.each([
    ...['/v1/tokens/', '//v1/tokens', '/v1//tokens', '/V1/TOKENS', '/v1/%74okens', '/v1/tokens%2f', '/v1/tokens;x=1'],
    ...[
      '/v1/./tokens',
      '/v1/orders/../tokens',
      '/healthz/../v1/tokens',
      '/v1/tokens?x',
      '/v1/tokens#x',
      '/v1/tokens%00',
    ],
    ...[
      'http://127.0.0.1/v1/tokens',
      '/v1/session/../tokens',
      '/docs/../v1/tokens',
      '/api/orders/callback/../../../v1/tokens',
    ],
  ])('as %s', async (path) => {
    expect([400, 401, 404]).toContain(await statusOf('GET', path));
    expect([400, 403, 404]).toContain(await statusOf('GET', path, bearer(world.tokens.viewer)));
  });

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('by %s', async (header) => {
    const { sellerId } = await world.newSeller();
    const path = `/v1/sellers/${sellerId}`;
    await statusOf('GET', path, { ...bearer(world.tokens.viewer), [header]: 'DELETE' });
    expect((await world.api('GET', path)).body.seller_id).toBe(sellerId);
  });

  it.each(['x-forwarded-for', 'x-original-url', 'x-rewrite-url', 'forwarded', 'x-real-ip', 'x-forwarded-host'])(
    'by %s',
    async (header) => {
      for (const value of ['127.0.0.1', '/healthz'])
        expect(await statusOf('GET', '/v1/tokens', { [header]: value })).toBe(401);
    },
  );

  it('by HEAD, where GET is refused', async () => {
    for (const [route, row] of Object.entries(EXPECTED)) {
      if (!route.startsWith('GET ') || row.who.includes('anyone')) continue;
      const { path } = await row.call(world);
      for (const [who, headers] of [
        ['no token', {}],
        ['other seller', bearer(world.other.token)],
        ['marketplace', bearer(world.tokens.marketplace)],
      ] as const) {
        const got = await fetch(`${world.roundtrip.url}${path}`, { headers });
        await got.body?.cancel();
        expect([route, who, await statusOf('HEAD', path, headers)]).toEqual([route, who, got.status]);
      }
    }
  });

  it('with a token in the query, a cookie or another header', async () => {
    const token = world.roundtrip.adminToken;
    expect(await statusOf('GET', `/v1/tokens?token=${token}`)).toBe(401);
    expect(await statusOf('GET', `/v1/tokens?access_token=${token}`)).toBe(401);
    expect(await statusOf('GET', '/v1/tokens', { cookie: `roundtrip=${token}` })).toBe(401);
    expect(await statusOf('GET', '/v1/tokens', { 'x-callback-secret': token })).toBe(401);
    for (const scheme of ['Basic', 'Token', 'bearer:']) {
      expect(await statusOf('GET', '/v1/tokens', { authorization: `${scheme} ${token}` })).toBe(401);
    }
  });

  it('with what is stored of a token: its hash, its id, a part of it', async () => {
    const rows = await world.roundtrip.storage.database.read<{ hash: string; token_id: string }>(
      'SELECT * FROM tokens',
    );
    for (const { hash, token_id } of rows)
      for (const token of [hash, token_id]) expect(await statusOf('GET', '/v1/tools', bearer(token))).toBe(401);
    const { admin } = world.tokens;
    for (const token of [admin.slice(1), admin.slice(0, -1), admin.toUpperCase(), ` ${admin} x`])
      expect(await statusOf('GET', '/v1/tools', bearer(token))).toBe(401);
  });
});

describe('METRICS_TOKEN', () => {
  it('opens the metrics and nothing else', async () => {
    for (const [route, row] of Object.entries(EXPECTED)) {
      if (!route.startsWith('GET ') || row.who.includes('anyone')) continue;
      const { path } = await row.call(world);
      const status = await statusOf('GET', path, bearer('the-token-of-the-metrics'));
      expect([route, status]).toEqual([route, route === 'GET /metrics' ? 200 : 401]);
    }
  });
});
