import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { post } from './crash-sellers.js';
import { CrashWorld } from './crash-world.js';
import { Dice } from './dice.js';

const KILLS = 20;
const FILE_BYTES = 3_000_000;
/** The body comes in this many pieces, with this pause between them: the kill falls anywhere among them. */
const PIECES = 60;
const PAUSE_MS = 5;

interface Order {
  readonly order_id: string;
  readonly status: string;
  readonly result: { readonly files: readonly { readonly sha256: string; readonly download_url: string }[] } | null;
}

/**
 * A large result streams in by a check or by a callback, and the server is killed with SIGKILL in the middle of it, 20 times; each time
 * it comes back, and the check or the callback comes again. CRASH_SEED=<seed> throws the same dice again.
 */
describe('A server that is killed while a large result streams in', () => {
  const dice = new Dice(Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31)));
  const file = randomBytes(FILE_BYTES);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const fields = { output_type: 'file', filename: 'big.bin', file_base64: file.toString('base64') };
  const statusBody = Buffer.from(JSON.stringify({ status: 'completed', ...fields }));
  const served: { status: number; whole: boolean }[] = [];
  const orderIds: string[] = [];
  let world: CrashWorld;
  let secret = '';
  let checksBegun = 0;
  let halfDone = 0;

  beforeAll(async () => {
    process.stderr.write(`crash test of results: CRASH_SEED=${dice.seed}\n`);
    world = await CrashWorld.open();
    const { seller } = world;
    for (const tool of ['check', 'callback']) seller.on('POST', `/${tool}/job`, () => ({ status: 202, body: {} }));
    const drip = { bytes: Math.ceil(statusBody.length / PIECES), everyMs: PAUSE_MS };
    seller.on('GET', '/check/status/:id', () => {
      checksBegun++;
      return { body: statusBody, drip, headers: { 'content-type': 'application/json' } };
    });
    await world.start();
    const { body } = await world.call('POST', '/v1/sellers', { name: 'Crash' });
    const { seller_id } = body as { seller_id: string };
    const poll = { strategy: 'fixed', initial_s: 0.1, interval_s: 0.5 };
    await world.registerTool(seller_id, 'check', { status_url: seller.url('/check/status/{order_id}'), poll });
    secret = await world.registerTool(seller_id, 'callback', {});
    for (let n = 0; n < KILLS; n++) await dieAndComeBack(n % 2 === 0 ? 'check' : 'callback');
    expect(await world.stop()).toBe(true);
    process.stderr.write(`crash test of results: ${halfDone} of ${KILLS} kills left a part of a file on the disk\n`);
  }, 240_000);

  afterAll(() => world?.close());

  it('completes every order with the whole file', () => {
    expect(orderIds).toHaveLength(KILLS);
    expect(served.filter(({ whole }) => whole).length).toBeGreaterThanOrEqual(KILLS);
  });

  it('never serves half a file', () => {
    expect(served.filter(({ status, whole }) => status === 200 && !whole)).toEqual([]);
  });

  it('dies in the midst of files, not only between them', () => {
    expect(halfDone).toBeGreaterThan(0);
  });

  async function dieAndComeBack(road: 'check' | 'callback'): Promise<void> {
    const { order_id } = (await world.call('POST', '/v1/orders', { short_id: road, inputs: {} }))
      .body as unknown as Order;
    orderIds.push(order_id);
    const [begunBefore, partsBefore] = [checksBegun, parts().length];
    await eventually(async () => (await read(order_id)).status === 'processing');
    const callingBack = road === 'callback' ? callBack(order_id) : null;
    if (road === 'check') await eventually(() => checksBegun > begunBefore);
    // A callback comes at full speed: it is read within some tens of milliseconds.
    await sleep(road === 'check' ? dice.between(20, PIECES * PAUSE_MS) : dice.between(1, 40));
    await world.kill();
    await callingBack;
    if (parts().length > partsBefore) halfDone++;
    await world.start();
    await tryToDownload(order_id);
    if (road === 'callback') await eventually(async () => (await callBack(order_id))?.status === 200);
    await eventually(async () => (await read(order_id)).status === 'completed', { withinMs: 20_000 });
    await tryToDownload(order_id);
  }

  function callBack(order_id: string) {
    const body = JSON.stringify({ ok: true, order_id, ...fields });
    return post(`${world.url}/api/orders/callback`, body, { 'x-callback-secret': secret });
  }

  async function read(orderId: string): Promise<Order> {
    const { body } = await world.call('GET', `/v1/orders/${orderId}`);
    const order: Order = body;
    return order;
  }

  /** Whatever is served, whenever, is the file. */
  async function tryToDownload(orderId: string): Promise<void> {
    const headers = { authorization: `Bearer ${world.token}` };
    const answer = await fetch(`${world.url}/v1/orders/${orderId}/files/1`, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    served.push({ status: answer.status, whole: createHash('sha256').update(bytes).digest('hex') === sha256 });
  }

  function parts(): string[] {
    const folder = world.folder.join('data', 'files');
    const all = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    return all.filter((name) => name.endsWith('.part'));
  }
});
