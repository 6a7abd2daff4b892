import { expect, it } from '@jest/globals';
import { runCampaign } from '../chaos/campaign.js';
import { outcomeText } from '../chaos/outcome-text.js';

/** The short form of `npm run test:chaos`; CHAOS_SEED=<seed> throws the same dice again. A stop is longer than the lease of 15 s. */
const SIZE = { orders: 100, kills: 20, databaseRestarts: 1, gapMs: 1_700, longestStopMs: 19_000, alwaysLongest: true };

it('four processes on one Postgres, of which one after the other is killed or stopped, lose no order, finish none twice and leave none', async () => {
  const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const tell = (line: string) => void process.stderr.write(`chaos (CHAOS_SEED=${seed}): ${line}\n`);
  const outcome = await runCampaign({ seed, size: SIZE, slowness: { callBackMs: 3_000, againMs: 3_000 }, tell });
  tell(outcomeText(outcome));
  expect(outcome.findings).toEqual([]);
  const { kills, databaseRestarts, orders } = outcome.figures;
  expect([orders, databaseRestarts]).toEqual([SIZE.orders, SIZE.databaseRestarts]);
  expect(kills.SIGKILL + kills.SIGTERM + kills.SIGSTOP).toBe(SIZE.kills);
}, 240_000);
