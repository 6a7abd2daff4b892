import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'node:net';
import type { Role } from '../../src/domain/caller.js';
import { makeAdapter, nestOptions } from '../../src/http/server-options.js';
import { setUpHttp } from '../../src/http/set-up-http.js';
import { SellerStore } from '../../src/storage/seller-store.js';
import { ADMIN, METRICS, startDoorApp, type DoorApp } from './door-app.js';

let door: DoorApp;
const tokens = {} as Record<Role, string>;

beforeAll(async () => {
  door = await startDoorApp();
  await addSeller('sel_1');
  for (const role of ['admin', 'operator', 'viewer', 'marketplace', 'seller'] as const) {
    const body = { name: role, role, ...(role === 'seller' ? { seller_id: 'sel_1' } : {}) };
    const made = await door.call('POST', '/v1/tokens', { token: ADMIN, body });
    tokens[role] = made.json.token as string;
  }
});
afterAll(() => door.close());

async function addSeller(sellerId: string): Promise<void> {
  const row = { seller_id: sellerId, name: 'A', alert_url: null, created_at: 1, updated_at: 1, deleted_at: null };
  await door.database.unit.run((tx) => new SellerStore(door.database).insert(tx, row));
}

const statusAndCode = async (method: string, path: string, options = {}) => {
  const { status, json } = await door.call(method, path, options);
  return [status, json?.error?.code] as [number, string | undefined];
};

describe('a token', () => {
  it('is asked for with WWW-Authenticate, whatever else is wrong', async () => {
    for (const headers of [{}, { authorization: 'Basic eA==' }, { authorization: 'Bearer ' }]) {
      const answer = await door.call('POST', '/v1/things', { headers: headers as never, body: '{ broken' });
      expect([answer.status, answer.json.error.code]).toEqual([401, 'unauthorized']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('that is wrong, mistyped or unknown is 401', async () => {
    const unknown = `${tokens.operator.slice(0, -1)}${tokens.operator.endsWith('A') ? 'B' : 'A'}`;
    for (const token of ['nonsense', unknown, `${ADMIN}x`, 'x'.repeat(4000)]) {
      expect(await statusAndCode('GET', '/v1/things/mine', { token })).toEqual([401, 'unauthorized']);
    }
  });

  it('names its bearer', async () => {
    expect((await door.call('GET', '/v1/things/mine', { token: ADMIN })).json.caller).toEqual({
      role: 'admin',
      tokenId: 'tok_admin',
      name: 'ADMIN_TOKEN',
      sellerId: null,
    });
    const { caller } = (await door.call('GET', '/v1/things/mine', { token: tokens.seller })).json;
    expect(caller).toMatchObject({ role: 'seller', name: 'seller', sellerId: 'sel_1' });
  });

  it('is asked for before a byte of the body is read', async () => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.write(
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{',
    );
    const first = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    expect(first).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it('that may not is 403, and for sellers the same 404 as an address that does not exist', async () => {
    for (const role of ['viewer', 'marketplace'] as const) {
      const answer = await door.call('POST', '/v1/things', { token: tokens[role], body: '{ broken' });
      expect([answer.status, answer.json.error.code]).toEqual([403, 'forbidden']);
      expect(answer.json.error.message).toBe(
        `A token of role ${role} may not do this: use one of role admin or operator.`,
      );
    }
    const hidden = await door.call('GET', '/v1/tokens', { token: tokens.seller });
    const missing = await door.call('GET', '/v1/nowhere', { token: tokens.seller });
    expect([hidden.status, hidden.json.error]).toEqual([404, missing.json.error]);
  });

  it('guards HEAD as it does GET', async () => {
    expect((await door.call('HEAD', '/v1/tokens')).status).toBe(401);
    expect((await door.call('HEAD', '/v1/tokens', { token: ADMIN })).status).toBe(200);
  });

  it('opens tokens and audit to admins alone', async () => {
    for (const path of ['/v1/tokens', '/v1/tokens/tok_admin', '/v1/audit']) {
      for (const [role, status] of Object.entries({
        admin: 200,
        operator: 403,
        viewer: 403,
        marketplace: 403,
        seller: 404,
      })) {
        expect([path, role, (await door.call('GET', path, { token: tokens[role as Role] })).status]).toEqual([
          path,
          role,
          status,
        ]);
      }
    }
  });
});

describe('a route', () => {
  it('that does not say who may use it stops the boot', async () => {
    @Controller('v1/forgotten')
    class Forgotten {
      @Get()
      get() {
        return {};
      }
    }
    @Module({ controllers: [Forgotten] })
    class Forgetful {}
    const app = await NestFactory.create<NestFastifyApplication>(Forgetful, makeAdapter({ trustProxy: [] }), {
      ...nestOptions,
      logger: false,
    });
    setUpHttp(app, { gate: null as never, events: door.events, report: () => undefined, version: '0' });
    await expect(app.init()).rejects.toThrow(/GET \/v1\/forgotten does not say who may use it/);
    await app.close();
  });
});

describe('a signature', () => {
  const intake = (signature: string, headers = {}) =>
    door.call('POST', '/v1/things/intake', {
      body: '{"name": "a"}',
      headers: { 'webhook-signature': signature, ...headers },
    });

  it('does as well as a token where a route says so, over the bytes as they came', async () => {
    expect((await intake('good')).json).toEqual({
      name: 'a',
      bytes: 13,
      caller: { role: 'marketplace', tokenId: 'signature', name: 'signature', sellerId: null },
    });
  });

  it('that is wrong is 401 and says so', async () => {
    const answer = await intake('bad');
    expect([answer.status, answer.json.error.message]).toEqual([401, 'The signature does not match.']);
  });

  it('does not stand in for a token that is wrong, nor opens other routes', async () => {
    expect((await intake('good', { authorization: 'Bearer wrong' })).status).toBe(401);
    const other = await door.call('POST', '/v1/things', {
      body: { name: 'a' },
      headers: { 'webhook-signature': 'good' },
    });
    expect(other.status).toBe(401);
  });

  it('is not accepted while INTAKE_SECRET is not set', async () => {
    const without = await startDoorApp({ signature: null });
    const answer = await without.call('POST', '/v1/things/intake', {
      body: { name: 'a' },
      headers: { 'webhook-signature': 'good' },
    });
    await without.close();
    expect([answer.status, answer.json.error.message]).toEqual([401, expect.stringContaining('INTAKE_SECRET')]);
  });

  it('is not needed with a token, whose role counts', async () => {
    const options = { body: { name: 'a' }, token: tokens.viewer, headers: { 'webhook-signature': 'good' } };
    expect(await statusAndCode('POST', '/v1/things/intake', options)).toEqual([403, 'forbidden']);
  });
});

describe('METRICS_TOKEN', () => {
  it('opens the metrics, as an admin does, and nothing else', async () => {
    const { text } = await door.call('GET', '/metrics', { token: METRICS });
    expect(text).toContain('roundtrip_sweeps_total 0');
    expect((await door.call('GET', '/metrics', { token: ADMIN })).headers.get('content-type')).toContain('text/plain');
    expect(await statusAndCode('GET', '/metrics')).toEqual([401, 'unauthorized']);
    expect(await statusAndCode('GET', '/metrics', { token: tokens.operator })).toEqual([403, 'forbidden']);
    expect(await statusAndCode('GET', '/v1/things/mine', { token: METRICS })).toEqual([401, 'unauthorized']);
  });
});
