import { parseArgs } from 'node:util';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { BarePool } from './bare-pool.js';
import { hotPlaces, type Window } from './hot-places.js';
import { Product } from './product.js';
import { roundTable, type Measured, type Round } from './rounds.js';
import { SellerProcess } from './seller-process.js';

/**
 * Checks a second of the whole product ÷ GETs a second of a bare undici pool, at the same HTTPS origin in the same run.
 * A measurement, not a test: it fails only where it cannot measure.
 */
const AIM = 0.4;
const CONCURRENCY = 256;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '5' },
    'log-level': { type: 'string', default: 'info' },
    /** Also says in which functions the server spent the sweeps. */
    profile: { type: 'boolean', default: false },
  },
});
const orders = Number(values.orders);
const now = () => performance.timeOrigin + performance.now();
const folder = makeTempFolder('roundtrip-bench-');
const closing: (() => unknown)[] = [];

try {
  const authority = await createAuthority();
  const seller = await SellerProcess.start(await authority.issue(['localhost', '127.0.0.1']));
  closing.push(() => seller.close());
  const bare = new BarePool(seller.origin, CONCURRENCY, authority.caPem);
  closing.push(() => bare.close());
  const execArgv = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${folder.path}`] : [];
  const product = await Product.start({
    ...{ folder, caPem: authority.caPem, concurrency: CONCURRENCY, logLevel: values['log-level'], execArgv },
  });
  closing.push(() => product.close());

  console.log(`Placing ${orders} orders (concurrency ${CONCURRENCY}, LOG_LEVEL=${values['log-level']}) ...`);
  const began = now();
  await product.register(seller.origin, CONCURRENCY);
  const orderIds = await product.placeOrders(orders);
  console.log(`All are processing after ${((now() - began) / 1000).toFixed(1)} s.\n`);
  const paths = orderIds.map((id) => `/status/${id}`);

  const windows: Window[] = [];
  const measureProduct = async (): Promise<Measured> => {
    const { lastAnswer } = await seller.expect(orders);
    const [from, cpuBefore] = [now(), product.cpuMs()];
    const { sweepId, due } = await product.sweep();
    if (due !== orders) throw new Error(`${due} of ${orders} orders were due.`);
    await lastAnswer;
    // The last answer counts once it is on disk.
    const to = await product.settled(sweepId);
    windows.push({ from, to });
    const cpuAfter = product.cpuMs();
    const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    return measured(orders, to - from, cpuMs);
  };
  const measureBare = async (): Promise<Measured> => {
    const [from, cpuBefore] = [now(), process.cpuUsage()];
    await bare.getAll(paths);
    const { user, system } = process.cpuUsage(cpuBefore);
    return measured(orders, now() - from, (user + system) / 1000);
  };

  await measureBare();
  await measureProduct();
  windows.length = 0;
  const rounds: Round[] = [];
  for (let i = 0; i < Number(values.rounds); i++) {
    // Alternating who goes first, so that neither always meets the warmer machine.
    const bareFirst = i % 2 === 1 ? await measureBare() : null;
    const side = await measureProduct();
    rounds.push({ product: side, bare: bareFirst ?? (await measureBare()) });
  }
  for (const line of roundTable(rounds, AIM)) console.log(line);
  if (values.profile) {
    await product.close();
    console.log('');
    for (const line of hotPlaces(folder.path, windows)) console.log(line);
  }
} finally {
  for (const end of closing.reverse()) await end();
}

function measured(count: number, tookMs: number, cpuMs: number | null): Measured {
  return { rate: count / (tookMs / 1000), cpuMicros: cpuMs === null ? null : (cpuMs * 1000) / count };
}
