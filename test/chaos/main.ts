import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.js';
import { outcomeText } from './outcome-text.js';

/** `npm run test:chaos`: the long campaign. `-- --seed=N` throws the same dice again. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    orders: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '200' },
    restarts: { type: 'string', default: '3' },
    'gap-ms': { type: 'string', default: '5400' },
  },
});
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
tell(`npm run test:chaos -- --seed=${seed}`);
const outcome = await runCampaign({
  ...{ seed, tell },
  size: {
    ...{ orders: Number(values.orders), kills: Number(values.kills), databaseRestarts: Number(values.restarts) },
    ...{ gapMs: Number(values['gap-ms']), longestStopMs: 60_000 },
  },
  slowness: { callBackMs: 20_000, againMs: 30_000 },
});
tell(outcomeText(outcome));
process.exitCode = outcome.findings.length === 0 ? 0 : 1;
