import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BadSeller } from '../src/habits/bad-seller.js';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { Product } from './product.js';
import { delayRows, delaysOf } from './percentiles.js';

/**
 * Conformance tests of a good seller, one after the other: a fault found in one of them is a false alarm. On both roads in turn. A
 * measurement, and a search for what goes wrong once in fifty times: ends with 1 where a fault was found.
 */
const AIM_S = 30;
const AUTH = { Authorization: 'Bearer bench' };
const LOOK_MS = 100;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' } } });
const runs = Number(values.runs);
const folder = makeTempFolder('roundtrip-bench-');
const closing: (() => unknown)[] = [];
const roads = ['both', 'callback', 'check'] as const;
const took: Record<string, number[]> = { both: [], callback: [], check: [] };
const faults: string[] = [];

try {
  const authority = await createAuthority();
  const product = await Product.start({
    ...{ folder, caPem: authority.caPem, concurrency: 64, logLevel: 'warn', execArgv: [] },
  });
  closing.push(() => product.close());
  const { client } = product;
  const { seller_id } = await client.post('/v1/sellers', { body: { name: 'Bench' } });
  for (const road of roads) {
    const certificate = await authority.issue(['localhost', '127.0.0.1']);
    const seller = await BadSeller.start({ certificate, road, authHeaders: AUTH, workMs: 1_000 });
    closing.push(() => seller.close());
    const body = { seller_id, short_id: road, name: road, auth_headers: AUTH, ...seller.urls };
    seller.trust(await client.post('/v1/tools', { body }));
  }
  for (let n = 0; n < runs; n++) await run(client, roads[n % roads.length]!, n + 1);
  console.log('');
  for (const line of delayRows(
    Object.entries(took).map(([road, ms]) => delaysOf(`by ${road}`, ms)),
    'runs',
  ))
    console.log(line);
  console.log(`\n${runs - faults.length} of ${runs} runs found no fault (aim: all, within ${AIM_S} s each).`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  for (const end of closing.reverse()) await end();
  folder.remove();
}

async function run(client: Product['client'], road: (typeof roads)[number], n: number): Promise<void> {
  const begun = performance.now();
  const path = { short_id: road };
  const { test_id } = await client.post('/v1/tools/{short_id}/test', { path, body: {} });
  const report = async () => client.get('/v1/tools/{short_id}/tests/{test_id}', { path: { ...path, test_id } });
  let test = await report();
  while (test.status === 'running') {
    await sleep(LOOK_MS);
    test = await report();
  }
  const ms = performance.now() - begun;
  took[road]!.push(ms);
  const wrong = test.checks.filter(
    ({ id, outcome }) => outcome === 'fail' || (outcome === 'warn' && id !== 'callback.used'),
  );
  const told = wrong.map(({ id, found }) => `${id}: ${found}`).join('; ');
  if (test.grade !== 'A' || wrong.length > 0) faults.push(told);
  console.log(`${String(n).padStart(3)}  ${road.padEnd(9)} grade ${test.grade}  ${(ms / 1_000).toFixed(1)} s  ${told}`);
}
