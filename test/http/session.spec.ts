import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SESSION_MS } from '../../src/accounts/sessions.js';
import { ADMIN, startDoorApp, type Answer, type DoorApp } from './door-app.js';

let door: DoorApp;
beforeAll(async () => void (door = await startDoorApp()));
afterAll(() => door.close());

const logIn = (token: string) => door.call('POST', '/v1/session', { body: { token } });
const cookieOf = (answer: Answer) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const tokenOf = async (role: string) =>
  (await door.call('POST', '/v1/tokens', { token: ADMIN, body: { name: role, role } })).json as {
    token: string;
    token_id: string;
  };

async function session(token = ADMIN) {
  const answer = await logIn(token);
  const cookie = cookieOf(answer);
  const csrf = answer.json.csrf_token as string;
  return { cookie, csrf, reads: { headers: { cookie } }, writes: { headers: { cookie, 'x-csrf-token': csrf } } };
}

it('gives a cookie that scripts cannot read and other sites cannot send', async () => {
  const answer = await logIn(ADMIN);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('set-cookie')).toMatch(
    /^roundtrip=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  expect(answer.json).toEqual({
    csrf_token: expect.stringMatching(/^[\w-]{43}$/),
    ...{ role: 'admin', name: 'ADMIN_TOKEN', seller_id: null, version: expect.any(String) },
    expires_at: new Date(door.clock.now() + SESSION_MS).toISOString(),
  });
});

it('tells a page that was loaded anew who it is for, and its CSRF token', async () => {
  const opened = await logIn(ADMIN);
  const cookie = cookieOf(opened);
  const answer = await door.call('GET', '/v1/session', { headers: { cookie } });
  expect([answer.status, answer.json]).toEqual([200, opened.json]);
  const again = await door.call('DELETE', '/v1/session', {
    headers: { cookie, 'x-csrf-token': answer.json.csrf_token },
  });
  expect(again.status).toBe(204);
});

it('tells the bearer of a token who it is, and no CSRF token, also beside a cookie', async () => {
  const { token } = await tokenOf('viewer');
  const answer = await door.call('GET', '/v1/session', { token, ...(await session()).reads });
  expect(answer.json).toMatchObject({ role: 'viewer', csrf_token: null, expires_at: null });
});

it('is not asked by nobody', async () => {
  expect((await door.call('GET', '/v1/session')).status).toBe(401);
});

it('gives a cookie for https alone where the outside reaches us by https', async () => {
  const secure = await startDoorApp({ secure: true });
  const answer = await secure.call('POST', '/v1/session', { body: { token: ADMIN } });
  await secure.close();
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-roundtrip=.*; Secure$/);
});

it('reads by its cookie, also among others', async () => {
  const { cookie } = await session();
  const answer = await door.call('GET', '/v1/things/mine', { headers: { cookie: `a=b; ${cookie}; c="d"` } });
  expect(answer.json.caller).toMatchObject({ role: 'admin', tokenId: 'tok_admin' });
});

it('writes with its CSRF token only', async () => {
  const mine = await session();
  const other = await session();
  const write = (headers: Record<string, string>) =>
    door.call('POST', '/v1/things', { body: { name: 'a' }, headers: { cookie: mine.cookie, ...headers } });
  for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': other.csrf }]) {
    const answer = await write(headers as never);
    expect([answer.status, answer.json.error.code]).toEqual([403, 'csrf_required']);
  }
  expect((await write({ 'x-csrf-token': mine.csrf })).status).toBe(201);
});

it('is for any token but a marketplace’s', async () => {
  for (const role of ['operator', 'viewer']) expect((await logIn((await tokenOf(role)).token)).status).toBe(201);
  const refused = await logIn((await tokenOf('marketplace')).token);
  expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
  const wrong = await logIn('nonsense');
  expect([wrong.status, wrong.json.error.code, wrong.headers.get('www-authenticate')]).toEqual([
    401,
    'unauthorized',
    'Bearer',
  ]);
  expect((await door.call('POST', '/v1/session', { body: {} })).status).toBe(400);
});

it('keeps the role of its token', async () => {
  const viewer = await session((await tokenOf('viewer')).token);
  expect((await door.call('POST', '/v1/things', { body: { name: 'a' }, ...viewer.writes })).status).toBe(403);
});

it('ends with DELETE, which asks for the CSRF token too', async () => {
  const mine = await session();
  expect((await door.call('DELETE', '/v1/session', mine.reads)).json.error.code).toBe('csrf_required');
  const ended = await door.call('DELETE', '/v1/session', mine.writes);
  expect([ended.status, ended.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  const after = await door.call('GET', '/v1/things/mine', mine.reads);
  expect([after.status, after.json.error.message]).toEqual([401, 'The session is over: log in again.']);
});

it('is no session where a token was sent', async () => {
  expect((await door.call('DELETE', '/v1/session', { token: ADMIN })).status).toBe(404);
});

it('ends with its token', async () => {
  const { token, token_id } = await tokenOf('operator');
  const mine = await session(token);
  expect((await door.call('GET', '/v1/things/mine', mine.reads)).status).toBe(200);
  await door.call('DELETE', `/v1/tokens/${token_id}`, { token: ADMIN });
  expect((await door.call('GET', '/v1/things/mine', mine.reads)).status).toBe(401);
  expect((await door.call('GET', '/v1/things/mine', { token })).status).toBe(401);
});

it('ends after 12 hours', async () => {
  const mine = await session();
  door.clock.advance(SESSION_MS - 1);
  expect((await door.call('GET', '/v1/things/mine', mine.reads)).status).toBe(200);
  door.clock.advance(1);
  expect((await door.call('GET', '/v1/things/mine', mine.reads)).status).toBe(401);
});

it('yields to a token that is sent beside it', async () => {
  const mine = await session();
  const { token } = await tokenOf('viewer');
  const answer = await door.call('GET', '/v1/things/mine', { token, ...mine.reads });
  expect(answer.json.caller.role).toBe('viewer');
});
