import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '../../src/domain/digest.js';
import type { StoredFile } from '../../src/domain/result.js';
import { FileLinks } from '../../src/orders/file-links.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { ManualClock } from '../support/manual-clock.js';
import { PUBLIC_URL } from './orders-room.js';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

const bytes = Buffer.from('0123456789 äöü');

let server: OrdersServer;
let path: string;
let orderId: string;

beforeAll(async () => {
  server = await startOrdersServer();
  const order = await server.addFiles([
    { filename: 'Größe 1.txt', bytes },
    { filename: 'elsewhere.pdf', url: 'https://files.seller.test/elsewhere.pdf' },
  ]);
  orderId = order.order_id;
  path = `/v1/orders/${orderId}/files`;
});
afterAll(() => server.stop());

const get = (suffix: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.call('marketplace', method, `${path}/${suffix}`, undefined, { headers });

describe('a result file', () => {
  it('is read by admin, operator, marketplace and its seller, and by nobody else', async () => {
    for (const who of ['admin', 'operator', 'marketplace', 'seller'] as const)
      expect([who, (await server.call(who, 'GET', `${path}/1`)).text]).toEqual([who, bytes.toString()]);
    const refusals = [
      await server.call('viewer', 'GET', `${path}/1`),
      await server.call('stranger', 'GET', `${path}/1`),
      await server.call('admin', 'GET', `${path}/1`, undefined, { token: null }),
      await server.call('admin', 'GET', `${path}/1`, undefined, { token: 'wrong' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 404, 401, 401]);
  });

  it('comes as an attachment, named and typed, and as a part where a part is asked for', async () => {
    const whole = await get('1');
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      ...{ 'content-type': 'text/plain; charset=utf-8', 'content-length': String(bytes.length) },
      'content-disposition': `attachment; filename="Gr__e 1.txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.txt`,
      ...{ etag: `"${sha256(bytes)}"`, 'cache-control': 'private', 'accept-ranges': 'bytes' },
      ...{ 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' },
    });
    const part = await get('1', { range: 'bytes=3-5' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([
      206,
      '345',
      `bytes 3-5/${bytes.length}`,
    ]);
    const past = await get('1', { range: 'bytes=99-' });
    expect([past.status, past.body.error.code, past.headers.get('content-range')]).toEqual([
      ...[416, 'range_not_satisfiable', `bytes */${bytes.length}`],
    ]);
  });

  it('is 304 for whom has it, and headers alone for HEAD', async () => {
    const known = await get('1', { 'if-none-match': `"${sha256(bytes)}"` });
    expect([known.status, known.text]).toEqual([304, '']);
    const head = await get('1', {}, 'HEAD');
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', String(bytes.length)]);
  });

  it.each(['0', '3', '01', '1.0', 'x', '-1'])('is 404 as file %s', async (n) => {
    expect(await get(n)).toMatchObject({
      status: 404,
      body: { error: { message: 'There is no such file of this order.' } },
    });
  });

  it('is 404 with its address where its seller hosts it', async () => {
    const { status, body } = await get('2');
    expect([status, body.error.code]).toEqual([404, 'file_hosted']);
    expect(body.error.message).toContain('https://files.seller.test/elsewhere.pdf');
  });
});

describe('a link to a file', () => {
  const link = async (body: object = {}, n = '1') => server.call('marketplace', 'POST', `${path}/${n}/link`, body);
  const follow = (url: string, token: string | null = null) => server.roundtrip.call('GET', url, undefined, { token });

  it('needs no token, for an hour unless told otherwise', async () => {
    const { status, body } = await link();
    expect(status).toBe(200);
    expect(Date.parse(body.expires_at) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(body.expires_at) - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect((await follow(body.url)).text).toBe(bytes.toString());
    const week = (await link({ expires_s: 604_800 })).body.expires_at;
    expect(Date.parse(week) - Date.now()).toBeGreaterThan(604_790_000);
  });

  it('is made by admin, operator and marketplace, and noted', async () => {
    for (const who of ['admin', 'operator'] as const)
      expect((await server.call(who, 'POST', `${path}/1/link`)).status).toBe(200);
    expect((await server.call('viewer', 'POST', `${path}/1/link`)).status).toBe(403);
    expect((await server.call('seller', 'POST', `${path}/1/link`)).status).toBe(404);
    const { entries } = (await server.call('admin', 'GET', '/v1/audit?limit=1')).body;
    expect(entries).toMatchObject([{ action: 'order.file_linked', target: orderId, details: { n: 1 } }]);
    expect(JSON.stringify(entries)).not.toContain('signature');
  });

  it.each([{ expires_s: 0 }, { expires_s: 604_801 }, { expires_s: 1.5 }, { expires_s: null }, { for: 'ever' }])(
    'is 400 for %j',
    async (body) => expect((await link(body)).status).toBe(400),
  );

  it('is 404 for a file that is hosted elsewhere or not there', async () => {
    expect([(await link({}, '2')).body.error.code, (await link({}, '3')).body.error.code]).toEqual([
      ...['file_hosted', 'not_found'],
    ]);
  });

  it('is 403 where anything of it was changed, whatever token comes with it', async () => {
    const other = await server.addFiles([{ filename: 'a', bytes }]);
    const url = (await link()).body.url as string;
    const forged = [
      url.replace(/expires=\d+/, `expires=${2 ** 40}`),
      url.replace(/signature=./, 'signature=-'),
      url.replace(/&signature=.*/, '&signature='),
      url.replace(/expires=\d+&/, ''),
      url.replace('/files/1', '/files/2'),
      url.replace('/files/1', '/files/9'),
      url.replace(orderId, other.order_id),
      url.replace(orderId, randomUUID()),
    ];
    for (const wrong of forged) expect([wrong, (await follow(wrong)).body.error.code]).toEqual([wrong, 'link_invalid']);
    expect((await follow(forged[0]!, server.tokens.admin)).status).toBe(403);
    expect((await follow(url.replace(/\?.*/, ''))).status).toBe(401);
  });

  it('ends with the run that it was made for', async () => {
    const order = await server.addFiles([{ filename: 'a', bytes }]);
    const made = await server.call('admin', 'POST', `/v1/orders/${order.order_id}/files/1/link`);
    const { unit } = server.roundtrip.storage.database;
    await unit.run((tx) => tx.run('UPDATE orders SET run = 2 WHERE order_id = $1', [order.order_id]));
    expect((await follow(made.body.url)).body.error.code).toBe('link_invalid');
  });
});

describe('the signature of a link', () => {
  const [key, next] = [randomBytes(32), randomBytes(32)];
  const order = { order_id: randomUUID(), run: 1 };
  const file = { n: 1, sha256: 'ab' } as StoredFile;
  const proofOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

  it('holds until it expires, and then says so', () => {
    const clock = new ManualClock();
    const links = new FileLinks(new SealedBox({ current: key }), () => PUBLIC_URL, clock);
    const link = links.make(order, file, 60);
    expect(link.url.startsWith(`${PUBLIC_URL}/v1/orders/${order.order_id}/files/1?expires=`)).toBe(true);
    expect(Date.parse(link.expires_at)).toBe(clock.now() + 60_000);
    clock.advance(59_999);
    links.check(order, file, proofOf(link.url));
    clock.advance(1);
    expect(() => links.check(order, file, proofOf(link.url))).toThrow('This link has expired');
  });

  it('outlives a change of keys, and holds for these bytes alone', () => {
    const clock = new ManualClock();
    const old = new FileLinks(new SealedBox({ current: key }), () => PUBLIC_URL, clock).make(order, file, 60);
    const links = new FileLinks(new SealedBox({ current: next, previous: key }), () => PUBLIC_URL, clock);
    links.check(order, file, proofOf(old.url));
    const changed = { ...file, sha256: 'cd' };
    expect(() => links.check(order, changed, proofOf(old.url))).toThrow('This link is not valid');
  });
});
