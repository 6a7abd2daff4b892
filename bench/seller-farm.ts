import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the benchmark tells this process, and what it answers. */
export interface ToFarm {
  readonly key: string;
  readonly cert: string;
  /** How many sellers answer, and how many never answer a check. */
  readonly good: number;
  readonly hanging: number;
}
export interface FromFarm {
  readonly good: readonly number[];
  readonly hanging: readonly number[];
}

/** Many small sellers in one process, each on a port of its own. All take jobs; a hanging one takes checks, and says nothing. */
const PROCESSING = Buffer.from('{"status":"processing"}');

function open({ key, cert }: ToFarm, answers: boolean): Promise<number> {
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (req, res) => {
    res.setHeader('content-type', 'application/json');
    if (req.method === 'POST') return void req.resume().once('end', () => res.writeHead(202).end('{}'));
    if (answers) res.end(PROCESSING);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function openAll(order: ToFarm): Promise<void> {
  const many = (count: number, answers: boolean) =>
    Promise.all(Array.from({ length: count }, () => open(order, answers)));
  const opened: FromFarm = { good: await many(order.good, true), hanging: await many(order.hanging, false) };
  process.send?.(opened);
}

process.on('message', (order: ToFarm) => void openAll(order));
// Whoever started us has gone: there is nobody left to answer to.
process.on('disconnect', () => process.exit(0));
