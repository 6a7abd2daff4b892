import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the benchmark tells this process, and what it answers. */
export type ToSeller =
  | { readonly kind: 'open'; readonly key: string; readonly cert: string }
  | { readonly kind: 'expect'; readonly gets: number };
export type FromSeller =
  | { readonly kind: 'opened'; readonly port: number }
  | { readonly kind: 'expecting' }
  /** The expected number of GETs has been answered; epoch milliseconds with fractions. */
  | { readonly kind: 'answered'; readonly at: number };

/** A seller as quick as Node can be: takes every job, and says "processing" to every check. */
const TAKEN = Buffer.from('{}');
const PROCESSING = Buffer.from('{"status":"processing"}');
let left = 0;

const tell = (message: FromSeller) => void process.send?.(message);
const json = { 'content-type': 'application/json' };

function answerCheck(res: ServerResponse): void {
  res.writeHead(200, { ...json, 'content-length': PROCESSING.length });
  res.end(PROCESSING, () => {
    left -= 1;
    if (left === 0) tell({ kind: 'answered', at: performance.timeOrigin + performance.now() });
  });
}

function open(key: string, cert: string): void {
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (req, res) => {
    if (req.method === 'GET') return answerCheck(res);
    req.resume().once('end', () => res.writeHead(202, { ...json, 'content-length': TAKEN.length }).end(TAKEN));
  });
  server.listen(0, '127.0.0.1', () => tell({ kind: 'opened', port: (server.address() as AddressInfo).port }));
}

process.on('message', (message: ToSeller) => {
  if (message.kind === 'open') return open(message.key, message.cert);
  left = message.gets;
  tell({ kind: 'expecting' });
});
// Whoever started us has gone: there is nobody left to answer to.
process.on('disconnect', () => process.exit(0));
