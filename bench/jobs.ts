import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAuthority } from '../test/support/local-authority.js';
import { makeTempFolder } from '../test/support/temp-folder.js';
import { delayRows, delaysOf } from './percentiles.js';
import { Product } from './product.js';
import type { FromSeller, ToSeller } from './fast-seller.js';

/**
 * How late jobs begin (started_at - scheduled_at): 10,000 of them, spread evenly over 60 s, and then as many due in one instant.
 * A measurement, not a test: it fails only where it cannot measure.
 */
const AIM_MS = 1_000;
/** As the server has it by default. */
const CONCURRENCY = 256;
/** The jobs are laid down before the first is due: a millisecond each, and this. */
const LAID_WITHIN_MS = 15_000;

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '60' } },
});
const [count, seconds] = [Number(values.jobs), Number(values.seconds)];
const folder = makeTempFolder('roundtrip-bench-');
const closing: (() => unknown)[] = [];

interface AttemptLine {
  readonly kind: string;
  readonly lateness_ms: number;
  readonly outcome: string;
}

try {
  const authority = await createAuthority();
  const seller = fork(fileURLToPath(new URL('./fast-seller.js', import.meta.url)));
  closing.push(() => seller.kill());
  seller.send({ kind: 'open', ...(await authority.issue(['localhost'])) } satisfies ToSeller);
  const [opened] = (await once(seller, 'message')) as [FromSeller];
  if (opened.kind !== 'opened') throw new Error(`The seller answered ${opened.kind}.`);
  const url = `https://localhost:${opened.port}/job`;
  const product = await Product.start({
    ...{ folder, caPem: authority.caPem, concurrency: CONCURRENCY, logLevel: 'info', execArgv: [] },
    env: { MAX_CONCURRENCY_PER_ORIGIN: '64' },
  });
  closing.push(() => product.close());

  console.log(`${count} jobs over ${seconds} s, then ${count} jobs at once, to one target that answers at once.`);
  const spread = await measure(product, url, `spread over ${seconds} s`, seconds);
  const atOnce = await measure(product, url, 'due in one instant', 0);
  console.log('');
  for (const line of delayRows([spread, atOnce], 'jobs')) console.log(line);
  console.log(`\nAim: a p99 of at most ${AIM_MS} ms where they are spread.`);
} finally {
  for (const end of closing.reverse()) await end();
  folder.remove();
}

/** Lays them down for instants that come when all are laid, and waits for the last. */
async function measure(product: Product, url: string, what: string, spanS: number) {
  const from = linesOfLog().length;
  const begun = performance.now();
  const first = Date.now() + LAID_WITHIN_MS + count;
  const instants = Array.from({ length: count }, (_, i) => first + (i / count) * spanS * 1_000);
  await product.layJobs(instants, url);
  const laid = count / ((performance.now() - begun) / 1_000);
  const cpuLaid = product.cpuMs();
  if (Date.now() > first) throw new Error('The jobs were laid down too slowly to measure how late they begin.');
  console.log(`${what}: laid down at ${Math.round(laid)} jobs/s.`);
  const found: number[] = [];
  for (const deadline = first + spanS * 1_000 + 60_000; found.length < count && Date.now() < deadline;) {
    await sleep(500);
    found.splice(0, Infinity, ...latenesses(from));
  }
  if (found.length < count) throw new Error(`Only ${found.length} of ${count} jobs had run.`);
  const cpuRun = product.cpuMs();
  if (cpuLaid !== null && cpuRun !== null)
    console.log(`${what}: ${Math.round(((cpuRun - cpuLaid) * 1_000) / count)} us of processor time a job.`);
  return delaysOf(what, found);
}

function latenesses(from: number): number[] {
  return linesOfLog()
    .slice(from)
    .filter((line) => line.includes('"event":"attempt"') && line.includes('"kind":"job"'))
    .map((line) => (JSON.parse(line) as AttemptLine).lateness_ms);
}

/** Whole lines only: the last may still be written. */
function linesOfLog(): string[] {
  return readFileSync(folder.join('server.log'), 'utf8').split('\n').slice(0, -1);
}
