import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { signedHeaders } from '../support/signature-check.js';
import { AccessWorld, INTAKE_SECRET } from './access-world.js';
import { BY_OWN_PROOF, EXPECTED, OUTSIDE_THE_DOCUMENT, type Call, type Row } from './expected-access.js';
import { documentedRoutes, servedRoutes } from './routes.js';

/**
 * Every route × everybody (contract, section 0). The routes come from the OpenAPI document and from the router; who may use them
 * stands in `expected-access.ts`, written from the contract.
 */
const COLUMNS = [
  ...([
    'no token',
    'wrong token',
    'other seller',
    'owning seller',
    'viewer',
    'marketplace',
    'operator',
    'admin',
  ] as const),
  ...(['signature', 'session of an operator', 'session of the owning seller', 'session without CSRF token'] as const),
] as const;
type Column = (typeof COLUMNS)[number];

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.start();
});
afterAll(() => world.stop());

/** The status that a cell must show. */
function expected(route: string, row: Row, column: Column): number {
  const { who, status, scope } = row;
  if (who.includes('anyone') || BY_OWN_PROOF.includes(route)) return status;
  const asSeller = (mine: boolean) => {
    if (!who.includes('seller')) return 404;
    if (mine || scope === 'list' || scope === 'shared') return status;
    return typeof scope === 'number' ? scope : 404;
  };
  switch (column) {
    case 'no token':
    case 'wrong token':
      return 401;
    case 'signature':
      return who.includes('signature') ? status : 401;
    case 'other seller':
      return asSeller(false);
    case 'owning seller':
    case 'session of the owning seller':
      return asSeller(true);
    case 'session of an operator':
      return who.includes('operator') ? status : 403;
    case 'session without CSRF token':
      return route.startsWith('GET ') && who.includes('operator') ? status : 403;
    default:
      return who.includes(column) ? status : 403;
  }
}

async function sessionHeaders(token: string, csrf: boolean): Promise<Record<string, string>> {
  const answer = await world.roundtrip.call('POST', '/v1/session', { token }, { token: null });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, ...(csrf ? { 'x-csrf-token': answer.body.csrf_token as string } : {}) };
}

async function headersOf(column: Column, { body, owner = world.owner.token }: Call): Promise<Record<string, string>> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  switch (column) {
    case 'no token':
      return {};
    case 'wrong token':
      return bearer(`${world.tokens.admin.slice(0, -1)}!`);
    case 'other seller':
      return bearer(world.other.token);
    case 'owning seller':
      return bearer(owner);
    case 'signature':
      return signedHeaders(INTAKE_SECRET, randomUUID(), Date.now(), body === undefined ? '' : JSON.stringify(body));
    case 'session of an operator':
      return sessionHeaders(world.tokens.operator, true);
    case 'session of the owning seller':
      return sessionHeaders(owner, true);
    case 'session without CSRF token':
      return sessionHeaders(world.tokens.operator, false);
    default:
      return bearer(world.tokens[column]);
  }
}

/** Ending a session needs one: with a token, it is that of its bearer. */
async function proofOf(route: string, column: Column, call: Call): Promise<Record<string, string>> {
  const headers = await headersOf(column, call);
  const token = /^Bearer (.*)$/.exec(headers['authorization'] ?? '')?.[1];
  const opensSession = route === 'DELETE /v1/session' && !['wrong token', 'marketplace'].includes(column);
  return opensSession && token !== undefined ? sessionHeaders(token, true) : headers;
}

/** The status alone: streams do not end by themselves. */
async function statusOf(method: string, { path, body }: Call, headers: Record<string, string>): Promise<number> {
  const leaving = new AbortController();
  const response = await fetch(`${world.roundtrip.url}${path}`, {
    ...{ method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } },
    ...{ body: body === undefined ? undefined : JSON.stringify(body), redirect: 'manual', signal: leaving.signal },
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (isStream) leaving.abort();
  else await response.text();
  return response.status;
}

describe('every route', () => {
  it('of the OpenAPI document has a row, and every row a route', async () => {
    const routes = [...(await documentedRoutes(world.roundtrip)).keys(), ...OUTSIDE_THE_DOCUMENT];
    expect(Object.keys(EXPECTED).sort()).toEqual(routes.sort());
  });

  it('that is served stands in the document', async () => {
    const routes = [...(await documentedRoutes(world.roundtrip)).keys(), ...OUTSIDE_THE_DOCUMENT];
    expect(servedRoutes(world.roundtrip).sort()).toEqual(routes.sort());
  });

  it('is described as open to those who may use it', async () => {
    const own: Readonly<Record<string, string[]>> = {
      'GET /metrics': ['admin', 'metrics_token'],
      'GET /v1/orders/{order_id}/files/{n}': ['admin', 'link', 'marketplace', 'operator', 'seller', 'share_token'],
      'GET /v1/orders/{order_id}': ['admin', 'marketplace', 'operator', 'seller', 'share_token', 'viewer'],
      'GET /v1/orders/{order_id}/stream': ['admin', 'marketplace', 'operator', 'seller', 'share_token', 'viewer'],
      'POST /api/orders/callback': ['callback_secret'],
      'POST /api/orders/callback/{token}': ['callback_token'],
      'POST /api/orders/callback/prepare': ['callback_secret'],
      'PUT /api/orders/uploads/{order_id}/{name}': ['upload_url'],
    };
    for (const [route, words] of await documentedRoutes(world.roundtrip))
      expect([route, [...words].sort()]).toEqual([route, own[route] ?? [...(EXPECTED[route]?.who ?? [])].sort()]);
  });

  it.each(Object.keys(EXPECTED))('%s opens to whom it should, and to nobody else', async (route) => {
    const row = EXPECTED[route]!;
    const cells: Record<string, number> = {};
    const wanted: Record<string, number> = {};
    for (const column of COLUMNS) {
      const call = await row.call(world);
      cells[column] = await statusOf(route.split(' ')[0]!, call, await proofOf(route, column, call));
      wanted[column] = expected(route, row, column);
    }
    expect(cells).toEqual(wanted);
  });
});
