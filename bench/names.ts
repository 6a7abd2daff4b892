import { setTimeout as sleep } from 'node:timers/promises';
import { NameResolver } from '../src/outbound/resolver.js';
import { nameServer, type Zone } from '../test/outbound/name-server.js';
import { delaysOf, delayTable } from './percentiles.js';

/**
 * How long the lookup of a good name takes while eight names are asked for again and again that no server ever answers, against the
 * same lookups alone in the same run. A measurement, not a test: it fails only where it cannot measure.
 */
const AIM_MS = 50;
const LOOKUPS = 500;
const HOLES = Array.from({ length: 8 }, (_, i) => `n${i}.hole.test`);
/** Longer than one query waits for its answer, so that those that are repeated count too. */
const SINK_IN_MS = 3_000;

const zone: Zone = { 'good.test': ['127.0.0.1', '::1'] };
for (const hole of HOLES) zone[hole] = 'silent';
const server = await nameServer(zone);
const resolver = new NameResolver({ servers: [server.address] });
const stop = new AbortController();

try {
  const alone = delaysOf('good name alone', await lookUp());
  const asking = HOLES.map(askOnAndOn);
  await sleep(SINK_IN_MS);
  const beside = delaysOf('beside 8 black-holed names', await lookUp());
  stop.abort();
  await Promise.all(asking);
  for (const line of delayTable([alone, beside], 'lookups', AIM_MS)) console.log(line);
} finally {
  resolver.close();
  server.close();
}

/** One after the other, with a little air between them: how long each took, in milliseconds. */
async function lookUp(): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < LOOKUPS; i++) {
    const began = performance.now();
    const found = await resolver.lookup('good.test');
    took.push(performance.now() - began);
    if (found.kind !== 'found') throw new Error(`good.test ${found.message}.`);
    await sleep(5);
  }
  return took;
}

async function askOnAndOn(name: string): Promise<void> {
  while (!stop.signal.aborted) await resolver.lookup(name, stop.signal);
}
