import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { delaysOf, delayTable } from './percentiles.js';
import { Product } from './product.js';
import type { FromFarm, ToFarm } from './seller-farm.js';

/**
 * How late checks of good sellers begin (started_at - due_at) while as many sellers accept each check and never answer, against the
 * same good sellers alone in the same run. A measurement, not a test: it fails only where it cannot measure.
 */
const AIM_MS = 1_000;
/** As the server has it by default. */
const CONCURRENCY = 256;

const { values } = parseArgs({
  options: {
    sellers: { type: 'string', default: '50' },
    orders: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '25' },
  },
});
const [sellers, orders, seconds] = [values.sellers, values.orders, values.seconds].map(Number) as [
  number,
  number,
  number,
];
/** Nothing is asked before everything is due in one instant, by a sweep; from then on every 2 s. */
const poll = { strategy: 'fixed', initial_s: 3_600, interval_s: 2, jitter: 0.1 };
const folder = makeTempFolder('roundtrip-bench-');
const closing: (() => unknown)[] = [];

interface AttemptLine {
  readonly event: string;
  readonly kind: string;
  readonly short_id: string;
  readonly lateness_ms: number;
}

try {
  const authority = await createAuthority();
  const farm = fork(fileURLToPath(new URL('./seller-farm.js', import.meta.url)));
  closing.push(() => farm.kill());
  farm.send({ ...(await authority.issue(['localhost'])), good: sellers, hanging: sellers } satisfies ToFarm);
  const [ports] = (await once(farm, 'message')) as [FromFarm];
  // Checks that find their order still at work are told at debug.
  const product = await Product.start({
    ...{ folder, caPem: authority.caPem, concurrency: CONCURRENCY, logLevel: 'debug', execArgv: [] },
    env: { MAX_CONCURRENCY_PER_ORIGIN: '64' },
  });
  closing.push(() => product.close());

  console.log(`${sellers} good sellers, ${orders} orders each, checked every 2 s; then beside ${sellers} that hang.`);
  await placeAt(product, 'good', ports.good);
  const alone = await measure(product, 'good sellers alone');
  await placeAt(product, 'hanging', ports.hanging);
  const beside = await measure(product, 'beside hanging sellers');
  console.log('');
  for (const line of delayTable([alone, beside], 'checks', AIM_MS)) console.log(line);
} finally {
  for (const end of closing.reverse()) await end();
  folder.remove();
}

async function placeAt(product: Product, name: string, ports: readonly number[]): Promise<void> {
  for (const [i, port] of ports.entries()) {
    const shortId = `${name}-${i}`;
    await product.addTool(`https://localhost:${port}`, { short_id: shortId, poll });
    await product.placeOrders(orders, shortId);
  }
}

/** The delays of the good ones' checks from a sweep on that asks about every order at once. */
async function measure(product: Product, what: string) {
  const from = linesOfLog().length;
  await product.sweep();
  await sleep(seconds * 1_000);
  const checks = linesOfLog()
    .slice(from)
    .filter((line) => line.includes('"event":"attempt"'))
    .map((line) => JSON.parse(line) as AttemptLine)
    .filter(({ kind, short_id }) => kind === 'check' && short_id.startsWith('good-'));
  return delaysOf(
    what,
    checks.map(({ lateness_ms }) => lateness_ms),
  );
}

/** Whole lines only: the last may still be written. */
function linesOfLog(): string[] {
  return readFileSync(folder.join('server.log'), 'utf8').split('\n').slice(0, -1);
}
