import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ProxiedWorld } from './proxied-world.js';

const MIB = 1024 * 1024;
/** The most that an upload may hold. */
const UPLOAD = 150 * MIB;

describe.each(['nginx', 'caddy'] as const)('behind %s, as examples/deploy sets it up', (kind) => {
  let world: ProxiedWorld;
  let secret: string;

  beforeAll(async () => {
    world = await ProxiedWorld.open(kind);
    world.seller.reply('POST /job', { status: 202, body: { status: 'processing' } });
    const { seller_id } = await world.call('POST', '/v1/sellers', 201, { body: { name: 'A seller' } });
    const named = { seller_id, short_id: 'proxied', name: 'A tool' };
    const tool = { ...named, job_url: world.seller.url('/job'), auth_headers: { 'X-Key': 'k' } };
    ({ callback_secret: secret } = await world.call('POST', '/v1/tools', 201, { body: tool }));
  });
  afterAll(() => world.close());

  /** Places an order, and answers what the seller was sent. */
  async function placed(): Promise<{ order_id: string; callback_url: string }> {
    const { order_id } = await world.call('POST', '/v1/orders', 202, { body: { short_id: 'proxied', inputs: {} } });
    const jobs = () => world.seller.requests.map((one) => one.json<{ order_id: string; callback_url: string }>());
    return eventually(() => jobs().find((job) => job.order_id === order_id));
  }

  const asSeller = {
    anonymous: true,
    get headers() {
      return { 'x-callback-secret': secret };
    },
  };

  it('an order goes out and its callback comes in, at the public URL', async () => {
    const { order_id, callback_url } = await placed();
    expect(callback_url).toBe(`${world.url}/api/orders/callback`);
    const result = { ok: true, order_id, output_type: 'text', result_text: 'there and back' };
    await world.call('POST', callback_url, 200, { ...asSeller, headers: asSeller.headers, body: result });
    expect(await world.call('GET', `/v1/orders/${order_id}`, 200)).toMatchObject({ status: 'completed' });
  });

  it('a file of 150 MiB reaches the server while it is still being sent, and comes back whole', async () => {
    const { order_id } = await placed();
    const file = { filename: 'film.bin', mime_type: 'application/octet-stream', file_size: UPLOAD };
    const asked = { ...asSeller, headers: asSeller.headers, body: { order_id, ...file } };
    const prepared = await world.call('POST', '/api/orders/callback/prepare', 200, asked);
    expect(prepared.upload_url).toMatch(`${world.url}/api/orders/uploads/`);
    const [piece, before] = [randomBytes(MIB), world.stored()];
    const sent = createHash('sha256');
    const arrived = () => world.stored() - before;
    async function* body() {
      for (let mib = 0; mib < 150; mib++) {
        // Half of it must be in the server's hands before the other half exists.
        if (mib === 75) await eventually(() => arrived() > 60 * MIB);
        piece.writeUInt32BE(mib);
        sent.update(piece);
        yield Buffer.from(piece);
      }
    }
    const headers = { ...prepared.requires_headers, 'content-length': String(UPLOAD) };
    const put = { anonymous: true, headers, raw: body() as never };
    const stored = await world.call('PUT', prepared.upload_url as string, 200, put);
    const sha256 = sent.digest('hex');
    expect(stored).toMatchObject({ ok: true, size: UPLOAD, sha256 });
    expect(world.proxy.heldOnDisk()).toBe(0);
    const result = { ok: true, order_id, output_type: 'file', object_key: prepared.object_key };
    await world.call('POST', '/api/orders/callback', 200, { ...asked, body: result });
    const { download_url } = (await world.call('GET', `/v1/orders/${order_id}`, 200)).result.files[0];
    expect(download_url).toBe(`${world.url}/v1/orders/${order_id}/files/1`);
    const received = createHash('sha256');
    for await (const chunk of (await world.open('GET', download_url as string)).body) received.update(chunk as Buffer);
    expect(received.digest('hex')).toBe(sha256);
  });

  it('a body that the server refuses for its size is refused by the server, in words', async () => {
    const { order_id } = await placed();
    const body = { ok: true, order_id, output_type: 'text', result_text: 'x'.repeat(5 * MIB) };
    const refused = await world.call('POST', '/api/orders/callback', 413, {
      ...asSeller,
      headers: asSeller.headers,
      body,
    });
    expect(refused.error.code).toBe('too_large');
  });

  it('events of a stream arrive as they happen', async () => {
    const { order_id } = await placed();
    const stream = await world.open('GET', `/v1/orders/${order_id}/stream`);
    expect(stream.headers['content-type']).toMatch('text/event-stream');
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream.body) text += String(chunk);
    })().catch(() => undefined);
    await eventually(() => text.includes('"to":"processing"'));
    const progress = { ok: true, order_id, status: 'processing', progress: 41, message: 'half way' };
    await world.call('POST', '/api/orders/callback', 200, { ...asSeller, headers: asSeller.headers, body: progress });
    // Less than a beat of the stream, which would push on what a proxy holds back.
    await eventually(() => text.includes('half way'), { withinMs: 10_000 });
    stream.body.destroy();
    await reading;
  });

  it('a request that waits for a change is not cut', async () => {
    const { order_id } = await placed();
    const read = () => world.call('GET', `/v1/orders/${order_id}`, 200);
    const seen = await eventually(async () => {
      const order = await read();
      return order.status === 'processing' ? (order as { updated_at: string }) : null;
    });
    const waited = world.call('GET', `/v1/orders/${order_id}`, 200, { headers: { prefer: 'wait=3' } });
    expect((await waited).updated_at).toBe(seen.updated_at);
  });

  it('the server hears from the proxy, and from nobody else, who asks', async () => {
    const direct = `${world.server.url}/healthz`;
    const forged = { 'x-forwarded-for': '203.0.113.9' };
    const ask = async (path: string, from: string, id: string) => {
      const headers = { ...forged, 'x-request-id': id };
      await world.call('GET', path, 200, { from, headers, anonymous: true });
      return (await eventually(() => world.logged('answered').find((line) => line.request_id === id))).client as string;
    };
    expect(await ask('/healthz', '127.0.0.2', 'through-the-proxy')).toBe('127.0.0.2');
    expect(await ask(direct, '127.0.0.2', 'around-the-proxy')).toBe('127.0.0.2');
    expect(await ask(direct, '127.0.0.1', 'as-the-proxy')).toBe('203.0.113.9');
  });

  it('a session is kept by a cookie that only https may carry', async () => {
    const { token } = await world.call('POST', '/v1/tokens', 201, { body: { name: 'a page', role: 'viewer' } });
    const answer = await world.open('POST', '/v1/session', { anonymous: true, body: { token } });
    await answer.body.dump();
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-roundtrip=.*; Secure$/);
  });

  it('secrets in URLs stay out of the logs of the proxy, also while the server is away', async () => {
    const secrets = ['a-token-in-a-path', 'a-token-in-a-query'];
    const paths = [`/api/orders/callback/${secrets[0]}`, `/o/${randomBytes(4).toString('hex')}?t=${secrets[1]}`];
    for (const path of paths) await (await world.open('POST', path, { body: {} })).body.dump();
    await world.server.stop();
    const away = await Promise.all(paths.map((path) => world.open('POST', path, { body: {} })));
    for (const answer of away) await answer.body.dump();
    expect(away.map((answer) => answer.statusCode)).toEqual([502, 502]);
    const said = world.proxy.said();
    expect(said).not.toBe('');
    for (const one of secrets) expect(said).not.toContain(one);
  });
});
