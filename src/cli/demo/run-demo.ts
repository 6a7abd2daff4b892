import { setTimeout as sleep } from 'node:timers/promises';
import { openWorld, type DemoWorld } from './demo-world.js';
import { judgeEnds } from './judge-ends.js';
import type { DemoOptions } from './options.js';
import { OrderBook } from './order-book.js';
import { orderLine } from './order-line.js';
import { makePaint, type Paint } from './paint.js';
import { PlaceOrders } from './place-orders.js';
import { ServerProblem, type ServerProcess } from './server-process.js';
import { startOneServer, type StartServers } from './servers.js';
import { summaryTable } from './summary-table.js';

const ORDERS_ONCE = 25;
const BETWEEN_ONCE_MS = 100;
const BETWEEN_FOREVER_MS = 2_000;
/** Normally 40 s; the slow seller needs most of it. */
const ALL_OVER_WITHIN_MS = 120_000;

export type Print = (line: string) => void;

/** Runs the demo until it is over or `signal` says stop; answers the exit code. */
export async function runDemo(
  options: DemoOptions,
  print: Print,
  signal: AbortSignal,
  start: StartServers = startOneServer,
): Promise<number> {
  const paint = makePaint(process.stdout.isTTY === true && !process.env['NO_COLOR']);
  let summedUp = false;
  const book = new OrderBook((order) => summedUp || print(orderLine(order, new Date(), paint)));
  print('Starting Roundtrip, a marketplace and five sellers ...');
  const world = await openWorld(options.port, (order) => book.heard(order), start);
  try {
    introduce(world, print, paint);
    const watching = AbortSignal.any([signal, whenServerEnds(world)]);
    const problems = await placeAndWait(options, world, book, watching);
    summedUp = true;
    print('');
    for (const line of summaryTable(book, world.sellers)) print(line);
    const ended = world.servers.all.find((server) => !server.running);
    if (ended && !signal.aborted) throw unexpectedEnd(ended);
    return signal.aborted ? endInterrupted(options, print) : conclude(problems, print);
  } finally {
    await world.close();
  }
}

/** Places orders, once or until stopped; answers what did not end as it should. */
async function placeAndWait(
  { once }: DemoOptions,
  world: DemoWorld,
  book: OrderBook,
  signal: AbortSignal,
): Promise<string[]> {
  const sellers = world.sellers.map((server) => server.seller);
  const placing = new PlaceOrders(world.api, book, sellers);
  if (!once) {
    await placing.some(Infinity, BETWEEN_FOREVER_MS, signal);
    return [];
  }
  const orderIds = await placing.some(ORDERS_ONCE, BETWEEN_ONCE_MS, signal);
  const deadline = performance.now() + ALL_OVER_WITHIN_MS;
  while (book.openCount > 0 && performance.now() < deadline && !signal.aborted) await sleep(50);
  if (signal.aborted) return [];
  const unheard = book.openCount > 0 ? [`The marketplace was not told the end of ${book.openCount} orders.`] : [];
  const refused = world.marketplace.refused;
  const forged = refused > 0 ? [`${refused} events were not signed as they should be.`] : [];
  return [...(await judgeEnds(world.api, orderIds, sellers)), ...unheard, ...forged];
}

function introduce({ servers, logPath, sellers }: DemoWorld, print: Print, paint: Paint): void {
  const { tokenPath } = servers;
  const { url } = servers.front;
  const say = (label: string, text: string) => print(`  ${paint.dim(label.padEnd(14))}${text}`);
  print('');
  say('open', paint.bold(`${url}/`));
  say('its API', `${url}/docs`);
  say('admin token', `in ${tokenPath}`);
  say('list orders', `curl -H "Authorization: Bearer $(cat ${tokenPath})" ${url}/v1/orders`);
  say('sweep', 'every 3 seconds; a real installation sweeps every 15 minutes');
  say('log', logPath);
  print('');
  for (const { seller } of sellers) say('', `${seller.shortId.padEnd(17)}${paint.dim(seller.story)}`);
  print('');
}

function conclude(problems: readonly string[], print: Print): number {
  print('');
  if (problems.length === 0) print('Every order ended as its seller should make it end.');
  for (const problem of problems) print(problem);
  return problems.length === 0 ? 0 : 1;
}

/** Ctrl-C is how the endless demo ends; the other one had a question to answer. */
function endInterrupted({ once }: DemoOptions, print: Print): number {
  print('');
  print(once ? 'Stopped before every order had ended.' : 'Stopped.');
  return once ? 1 : 0;
}

function whenServerEnds({ servers }: DemoWorld): AbortSignal {
  const ended = new AbortController();
  for (const server of servers.all) void server.ended.then(() => ended.abort());
  return ended.signal;
}

function unexpectedEnd(server: ServerProcess): ServerProblem {
  return new ServerProblem(`A server ended by itself. The end of its log:\n${server.endOfLog()}`);
}
