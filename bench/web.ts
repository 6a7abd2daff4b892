import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { findPort, ServerProcess } from '../src/cli/demo/server-process.js';
import { openSqlite } from '../src/storage/database/database.js';
import { CHROMIUM_FLAGS, findChromium } from '../test/web/find-browser.mjs';
import { framesOf, paintOf, traceOf, type TraceEvent } from './web-trace.js';
import { fillOrders } from './web-orders.js';

const ORDERS = 100_000;
const ROUNDS = 5;
const ROWS = 1_000;
const TOKEN = 'rt_admin_of_the_web_benchmark_0123456789abcdef';

/** How fast the orders page paints and scrolls with 100,000 orders, by the browser's own tracing: `npm run bench:web`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-bench-web-'));
  const server = await startFilled(folder);
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  try {
    const cold: number[] = [];
    const warm: number[] = [];
    const rows: number[] = [];
    let longest = 0;
    let frames = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { first, second, page } = await paints(browser, server.url);
      cold.push(first.paintMs);
      warm.push(second.paintMs);
      rows.push(second.rowsMs);
      const scrolled = await scroll(page);
      longest = Math.max(longest, ...scrolled);
      frames += scrolled.length;
      await page.context().close();
      process.stdout.write(`round ${round + 1} of ${ROUNDS}\n`);
    }
    print('first paint, cold (ms; aim 1,500)', cold);
    print('first paint, warm (ms; aim 1,500)', warm);
    print('first rows, warm (ms)', rows);
    process.stdout.write(
      `longest frame of ${frames} while scrolling ${ROWS} rows (ms; aim 100): ${longest.toFixed(0)}\n`,
    );
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server on a database that holds the orders. */
async function startFilled(folder: string): Promise<ServerProcess> {
  const path = join(folder, 'db.sqlite');
  const start = async () => {
    const env = { DATABASE_URL: `sqlite:${path}`, STORAGE_URL: `file:${folder}/files`, ADMIN_TOKEN: TOKEN };
    const server = new ServerProcess({
      ...{ entry: resolve('dist/main.js'), port: await findPort(null), logPath: join(folder, 'log'), env },
    });
    await server.ready();
    return server;
  };
  await (await start()).stop();
  const database = await openSqlite(path);
  await fillOrders(database, ORDERS, Date.now());
  await database.close();
  process.stdout.write(`${ORDERS.toLocaleString('en')} orders in the database\n`);
  return start();
}

interface Paint {
  readonly paintMs: number;
  /** Until the first rows stood there. */
  readonly rowsMs: number;
}

/** The page loaded by a browser that has nothing of it, and again. */
async function paints(browser: Browser, url: string): Promise<{ first: Paint; second: Paint; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  const page = await context.newPage();
  // Signed in by the API: the sign-in page would warm what is to be cold.
  await context.request.post(`${url}/v1/session`, { data: { token: TOKEN } });
  const session = await context.newCDPSession(page);
  const first = await load(page, session, url);
  const second = await load(page, session, url);
  return { first, second, page };
}

async function load(page: Page, session: CDPSession, url: string): Promise<Paint> {
  let rowsMs = 0;
  const events = await traceOf(session, async () => {
    await page.goto(`${url}/orders`);
    await page.locator('[role=row][id^=order-]').first().waitFor();
    rowsMs = await page.evaluate<number>('performance.now()');
  });
  return { paintMs: paintOf(events), rowsMs };
}

/** Scrolls so many rows, a frame at a time; the length of each frame in milliseconds. */
async function scroll(page: Page): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = await traceOf(session, () => page.evaluate(SCROLL));
  return framesOf(events);
}

/** Three rows a frame, as a wheel does; more are loaded on the way. */
const SCROLL = `new Promise((done) => {
  const grid = document.querySelector('[role=grid]');
  const goal = ${ROWS} * 40;
  const step = () => {
    grid.scrollTop += 120;
    if (grid.scrollTop >= goal) return done();
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

function print(name: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  process.stdout.write(`${name}: median ${median.toFixed(0)}, worst ${(sorted.at(-1) ?? 0).toFixed(0)}\n`);
}

await main();
