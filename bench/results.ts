import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createHash, randomBytes } from 'node:crypto';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { Product, type CompletedOrder } from './product.js';
import { Watched } from './watched.js';

/**
 * What one check costs that brings a file of 50 MB in base64, and four at once: the server's peak memory (VmHWM) over what it had
 * when idle, and the delay of its event loop meanwhile. A measurement, not a test: it fails only where it cannot measure.
 */
const MIB = 1024 * 1024;
const CHARS = 52_428_800;
const AIMS: Readonly<Record<number, number>> = { 1: 32, 4: 100 };

const closing: (() => unknown)[] = [];

try {
  const authority = await createAuthority();
  const file = randomBytes((CHARS / 4) * 3);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const body = Buffer.from(`{"status":"completed","filename":"big.bin","file_base64":"${file.toString('base64')}"}`);
  const words = { isDone: false };
  const seller = createServer(await authority.issue(['localhost']), (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'POST') return void request.resume().once('end', () => response.writeHead(202).end('{}'));
    return response.end(words.isDone ? body : '{"status":"processing"}');
  });
  await once(seller.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => (seller.close(), seller.closeAllConnections()));
  const origin = `https://localhost:${(seller.address() as AddressInfo).port}`;

  console.log(`A file of ${CHARS.toLocaleString('en-US')} characters of base64 in one check body.\n`);
  console.log(
    ['at once', 'idle RSS', 'peak RSS', 'over idle', 'aim', 'took', 'loop p99', 'loop max'].map(cell).join(''),
  );
  for (const atOnce of [1, 1, 1, 4, 4, 4]) {
    words.isDone = false;
    await measure(atOnce, authority.caPem, origin, () => (words.isDone = true), sha256);
  }
} finally {
  for (const end of closing.reverse()) await end();
}

/** A server of its own for each row: one that has taken such a file before has room for the next. */
async function measure(atOnce: number, caPem: string, origin: string, done: () => void, sha256: string): Promise<void> {
  const folder = makeTempFolder('roundtrip-bench-');
  const watched = new Watched(folder.join('loop.json'));
  // On a busy machine four bodies take longer than the usual 8 s: memory is what is measured here.
  const env = { ...watched.env, CHECK_TIMEOUT_MS: '60000' };
  const { execArgv } = watched;
  const product = await Product.start({ folder, caPem, concurrency: 64, logLevel: 'info', execArgv, env });
  try {
    await product.register(origin, 64);
    const ids = await product.placeOrders(atOnce);
    const idle = await watched.calm(product.pid);
    done();
    const began = performance.now();
    await product.sweep();
    for (const order of await product.completed(ids)) proveWhole(order, sha256);
    const tookMs = performance.now() - began;
    const { peak, p99Ms, maxMs } = await watched.sinceThen(product.pid);
    const cells = [String(atOnce), mib(idle), mib(peak), mib(peak - idle), `${AIMS[atOnce]} MiB`];
    const times = [`${(tookMs / 1000).toFixed(1)} s`, `${p99Ms.toFixed(0)} ms`, `${maxMs.toFixed(0)} ms`];
    console.log([...cells, ...times].map(cell).join(''));
  } finally {
    await product.close();
    folder.remove();
  }
}

function proveWhole(order: CompletedOrder, sha256: string): void {
  if (order.result?.files[0]?.sha256 !== sha256) throw new Error('A file did not arrive as it was sent.');
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

function cell(text: string): string {
  return text.padStart(12);
}
