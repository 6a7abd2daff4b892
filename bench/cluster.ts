import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startOwnPostgres } from '../src/cli/postgres/own-postgres.js';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { ClusterServers } from './cluster-servers.js';
import { copyOrders } from './copy-orders.js';
import { costTable, rateTable, sizeTable, startTable, type ClusterRound } from './cluster-tables.js';
import { cpuOf } from './cpu-times.js';
import { OrderStarts } from './order-starts.js';
import { percentilesOf } from './percentiles.js';
import { COUNTED, PostgresMeter } from './postgres-cost.js';
import type { FromFarm, ToFarm } from './seller-farm.js';

/**
 * Checks a second of 1, 2 and 4 workers on one Postgres, what each check costs Postgres, and how soon a new order is at its seller. All
 * of it runs on this one machine: that the second worker adds less than the first says as much of its cores as of Postgres, so the
 * processor time of each part is told beside it. A measurement, not a test: it fails only where it cannot measure.
 */
const AIM_START_MS = 250;
const CONCURRENCY = 256;
/** So that all of it is over within five minutes on a slow machine, too. */
const LONGEST_SWEEP_MS = 20_000;
/** Orders placed at each seller through the API; the others are copies of them. */
const PLACED_EACH = 10;
const IDLE_STARTS = 60;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '20000' },
    tools: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '2' },
    /** Also says what each statement of Postgres costs. */
    statements: { type: 'boolean', default: false },
  },
});
const [orders, tools, rounds] = [values.orders, values.tools, values.rounds].map(Number) as [number, number, number];
const folder = makeTempFolder('roundtrip-bench-');
const closing: (() => unknown)[] = [];

try {
  const authority = await createAuthority();
  const certificate = await authority.issue(['localhost']);
  const postgres = await startOwnPostgres({ settings: ['max_connections=200', ...COUNTED] });
  closing.push(() => postgres.remove());
  const meter = await PostgresMeter.open(postgres.url);
  closing.push(() => meter.close());
  const farm = fork(fileURLToPath(new URL('./seller-farm.js', import.meta.url)));
  closing.push(() => farm.kill());
  farm.send({ ...certificate, good: tools, hanging: 0 } satisfies ToFarm);
  const [{ good }] = (await once(farm, 'message')) as [FromFarm];
  const servers = await ClusterServers.start({
    ...{ folder, caPem: authority.caPem, databaseUrl: postgres.url, concurrency: CONCURRENCY, execArgv: [] },
  });
  closing.push(() => servers.close());
  const starts = await OrderStarts.open(certificate, servers.api);
  closing.push(() => starts.close());
  const cpuOfPostgres = await meter.cpu();

  await servers.scale(1);
  for (const [i, port] of good.entries()) {
    const short_id = `farm-${i}`;
    await servers.api.addTool(`https://localhost:${port}`, { short_id, max_concurrency: 32 });
    await servers.api.placeOrders(PLACED_EACH, short_id);
  }
  const copies = Math.max(1, Math.round(orders / (tools * PLACED_EACH)));
  await copyOrders(meter, copies - 1);
  console.log(`${copies * tools * PLACED_EACH} orders of ${tools} sellers are waiting for their checks.`);
  const idle = await starts.measure(50, (placed) => placed < IDLE_STARTS);

  /** Everything is due at once; what is on disk when the time is over counts, or when all of it is. */
  const sweep = async (workers: number, what = `${workers} ${workers === 1 ? 'worker' : 'workers'}`) => {
    await servers.scale(workers);
    const cpu = () => ({ workers: servers.cpuMs(), postgres: cpuOfPostgres(), sellers: cpuOf(farm.pid ?? 0) });
    const { due } = await servers.api.sweep();
    await meter.begin();
    const [before, began] = [cpu(), performance.now()];
    const left = await untilSettled(Date.now() + 60_000, began + LONGEST_SWEEP_MS);
    const seconds = (performance.now() - began) / 1_000;
    const [after, cost, checks] = [cpu(), await meter.end(), due - left];
    const cpuMs = (part: keyof typeof before) => after[part] - before[part];
    return {
      ...{ what, workers, checks, seconds, cost },
      cpuMs: { workers: cpuMs('workers'), postgres: cpuMs('postgres'), sellers: cpuMs('sellers') },
    } satisfies ClusterRound;
  };
  const untilSettled = async (dueBy: number, deadline: number): Promise<number> => {
    for (;;) {
      const left = await meter.checksLeft(dueBy);
      if (left === 0 || performance.now() > deadline) return left;
      await sleep(200);
    }
  };

  const first = await sweep(2, 'first checks');
  const measured: ClusterRound[] = [];
  // There and back, so that no count always meets the fuller tables.
  for (let round = 0; round < rounds; round++)
    for (const workers of round % 2 === 0 ? [1, 2, 4] : [4, 2, 1]) measured.push(await sweep(workers));
  let isSwept = false;
  const loaded = starts.measure(50, () => !isSwept);
  const beside = await sweep(4, 'with new orders').finally(() => (isSwept = true));

  const print = (lines: readonly string[]) => console.log(['', ...lines].join('\n'));
  print(rateTable(measured));
  print(costTable([first, ...measured.slice(0, 3), beside]));
  const delays = [percentilesOf('nothing else to do', idle), percentilesOf('within a sweep', await loaded)];
  print(startTable(delays, AIM_START_MS));
  print(sizeTable(await meter.sizes(), orders));
  if (values.statements)
    for (const { text, calls, rows, ms, walBytes } of measured[0]?.cost.dearest ?? [])
      console.log(
        [
          ms.toFixed(0).padStart(7),
          'ms',
          String(calls).padStart(7),
          String(rows).padStart(7),
          String(walBytes).padStart(10),
          text.slice(0, 150),
        ].join(' '),
      );
} finally {
  for (const end of closing.reverse()) await end();
  folder.remove();
}
