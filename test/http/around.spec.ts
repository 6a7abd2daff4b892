import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, get, type Server } from 'node:http';
import { connect } from 'node:net';
import { operationsOf } from '../../src/http/openapi.js';
import { eventually } from '../support/eventually.js';
import { ADMIN, startDoorApp, type DoorApp } from './door-app.js';

let door: DoorApp;
beforeAll(async () => void (door = await startDoorApp()));
afterAll(() => door.close());

describe('health', () => {
  it('says that the process runs', async () => {
    expect((await door.call('GET', '/healthz')).json).toEqual({ status: 'ok' });
  });

  it('is ready when every part is, and names those that are not, without saying why', async () => {
    door.checks.push({ name: 'database', check: () => Promise.resolve() });
    expect((await door.call('GET', '/readyz')).json).toEqual({ status: 'ok', parts: ['database'] });
    door.checks.push({ name: 'engine', check: () => Promise.reject(new Error('postgres://user:secret@host')) });
    const answer = await door.call('GET', '/readyz');
    expect([answer.status, answer.json.error]).toEqual([
      503,
      {
        code: 'not_ready',
        message: 'Not ready: engine. Try again in a moment.',
        details: [{ field: 'engine', message: 'is not ready' }],
      },
    ]);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('does not wait for a part that hangs', async () => {
    door.checks.splice(0, Infinity, { name: 'storage', check: () => new Promise(() => undefined) });
    expect((await door.call('GET', '/readyz')).status).toBe(503);
    door.checks.splice(0);
  });
});

describe('the OpenAPI document', () => {
  it('names every route with its roles, its security and the shape of its errors', async () => {
    const document = (await door.call('GET', '/openapi.json')).json;
    expect(document.info).toMatchObject({ title: 'Roundtrip', version: '1.2.3' });
    expect(document.paths['/v1/tokens'].post).toMatchObject({
      operationId: 'tokensCreate',
      'x-roles': ['admin'],
      security: [{ token: [] }, { session: [] }],
    });
    expect(document.paths['/v1/things/intake'].post).toMatchObject({
      'x-roles': ['admin', 'marketplace', 'signature'],
      security: [{ token: [] }, { session: [] }, { signature: [] }],
    });
    expect(document.paths['/healthz'].get['x-roles']).toEqual(['anyone']);
    expect(document.paths['/metrics'].get['x-roles']).toEqual(['admin', 'metrics_token']);
    expect(document.paths['/api/plugin'].post).toMatchObject({ 'x-roles': ['callback_secret'], security: [] });
    for (const operation of operationsOf(document)) {
      expect(operation.responses.default).toMatchObject({
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      });
      expect(operation['x-roles']).toBeDefined();
    }
  });

  it('describes bodies, answers and queries by their classes', async () => {
    const document = (await door.call('GET', '/openapi.json')).json;
    expect(document.components.schemas.NewTokenBody).toMatchObject({
      required: ['name', 'role'],
      properties: { role: { enum: ['admin', 'operator', 'viewer', 'marketplace', 'seller'] } },
    });
    const parameters = document.paths['/v1/audit'].get.parameters;
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: expect.objectContaining({ maximum: 100 }),
      }),
    );
  });

  it('has an ETag', async () => {
    const etag = (await door.call('GET', '/openapi.json')).headers.get('etag') ?? '';
    expect((await door.call('GET', '/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});

describe('the page of the API', () => {
  it('asks no other host for anything', async () => {
    const page = await door.call('GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(page.text).not.toMatch(/https?:/);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part);
    expect(parts).toHaveLength(3);
    for (const part of parts) {
      const answer = await door.call('GET', `/${part}`);
      expect([part, answer.status, answer.headers.get('content-type')]).toEqual([
        part,
        200,
        expect.stringMatching(/^text\/(css|javascript); charset=utf-8$/),
      ]);
    }
  });

  it('serves no other file of its package', async () => {
    expect((await door.call('GET', '/docs/package.json')).status).toBe(404);
    expect((await door.call('GET', '/docs/..%2fpackage.json')).status).toBe(404);
  });
});

describe('slow clients', () => {
  it('have limits', () => {
    const server: Server = door.app.getHttpServer();
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = server;
    expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
      headersTimeout: 20_000,
      requestTimeout: 960_000,
      timeout: 120_000,
      keepAliveTimeout: 72_000,
    });
  });
});

describe('while it stops', () => {
  it('is not held up by a silent connection, a stalled body or a stream', async () => {
    const stopping = await startDoorApp();
    const port = Number(new URL(stopping.url).port);
    const silent = connect(port, '127.0.0.1').on('error', () => undefined);
    const stalled = connect(port, '127.0.0.1').on('error', () => undefined);
    stalled.write(
      `POST /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    const stream = connect(port, '127.0.0.1').on('error', () => undefined);
    stream.write(`GET /v1/things/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN}\r\n\r\n`);
    await eventually(() => stopping.events.count === 1);
    const begun = performance.now();
    stopping.door.startClosing(300);
    await stopping.app.close();
    expect(performance.now() - begun).toBeLessThan(3000);
    for (const socket of [silent, stalled, stream]) socket.destroy();
    await stopping.close();
  });

  it('refuses new requests on open connections with 503, and lets those in flight end', async () => {
    const stopping = await startDoorApp();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<{ status?: number; text: string; connection?: string }>((resolve, reject) => {
        get(`${stopping.url}/v1/tokens`, { agent, headers: { authorization: `Bearer ${ADMIN}` } }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode, text, connection: response.headers.connection }),
          );
        }).on('error', reject);
      });
    expect((await ask()).status).toBe(200);
    stopping.door.startClosing(5000);
    const refused = await ask();
    agent.destroy();
    await stopping.close();
    expect([refused.status, refused.connection]).toEqual([503, 'close']);
    expect(JSON.parse(refused.text)).toMatchObject({
      error: { code: 'shutting_down' },
      request_id: expect.any(String),
    });
  });
});
