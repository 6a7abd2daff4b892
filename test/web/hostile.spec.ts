import { beforeAll, describe, expect, it } from '@jest/globals';
import type { WatchedPage } from './watched-page.js';
import { HOSTILE } from './hostile-strings.js';
import { WebWorld, type Account } from './web-world.js';

const world = WebWorld.create();

/** What a name may be: 2 to 60 characters without controls. */
const NAMES = HOSTILE.filter((text) => !/\p{Cc}/u.test(text)).map((text) =>
  [...text].slice(0, 60).join('').padEnd(2, '·'),
);
/** As one text, where one field takes them all. */
const ALL = HOSTILE.join('\n');
const PATHS: [string, () => string][] = [];

let account: Account;
let orders: { inputs: string; done: string; failed: string; file: string };

beforeAll(async () => {
  account = await world.newSeller(NAMES[0]);
  for (const name of NAMES.slice(1)) await world.newSeller(name);
  world.seller.reply('POST /hostile/job', { status: 202, body: {} });
  world.seller.reply('GET /hostile/status/:id', { body: { status: 'processing', message: 'x' } });
  const { callbackSecret } = await world.newTool('hostile', account, { name: NAMES[1] });
  for (const [i, name] of NAMES.entries()) await world.newTool(`hostile-${i}`, account, { name });
  const call = (order_id: string, body: object) => world.callBack(callbackSecret, { ok: true, order_id, ...body });
  const place = async (): Promise<string> => {
    const metadata = Object.fromEntries(HOSTILE.slice(0, 20).map((text, i) => [`k${i}`, text.slice(0, 80)]));
    const orderId = await world.place('hostile', { text: ALL, list: [...HOSTILE] }, { metadata });
    await world.becomes(orderId, 'processing');
    return orderId;
  };
  // One order each, so that the list and its timelines hold every one of them.
  for (const message of HOSTILE) await call(await place(), { status: 'processing', progress: 40, message });
  const [inputs, done, failed, file] = [await place(), await place(), await place(), await place()];
  for (const message of HOSTILE) await call(inputs, { status: 'processing', progress: 41, message });
  await call(done, { output_type: 'html', result_text: ALL });
  await world.callBack(callbackSecret, { ok: false, order_id: failed, error: { code: '<b>code</b>', message: ALL } });
  const files = HOSTILE.slice(0, 49).map((filename) => ({
    filename,
    mime_type: 'text/html',
    file_base64: 'PGI+aGk8L2I+',
  }));
  await call(file, { output_type: 'file', files });
  orders = { inputs, done, failed, file };
}, 120_000);

PATHS.push(
  ['the orders', () => '/orders'],
  ['an order with fifty messages', () => `/orders/${orders.inputs}`],
  ['an order with a result in HTML', () => `/orders/${orders.done}`],
  ['an order with a hostile error', () => `/orders/${orders.failed}`],
  ['an order with hostile file names', () => `/orders/${orders.file}`],
  ['what needs attention', () => '/attention'],
  ['the sellers', () => '/sellers'],
  ['a seller', () => `/sellers/${account.sellerId}`],
  ['the tools', () => '/tools'],
  ['a tool', () => '/tools/hostile'],
  ['a new tool', () => '/new-tool'],
  ['the system', () => '/system'],
);

/** Elements that no text of a stranger may become; pictures of files are drawn on demand alone. */
const MADE = `[...document.querySelectorAll('#page script, #page iframe, #page object, #page base, #page meta, #page img, #page form[action], #page a[href^="javascript:"], #page a[href^="data:"], #page [onerror], #page [onload]')].map((one) => one.outerHTML.slice(0, 200))`;
const WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';

async function looksUnharmed({ page }: WatchedPage): Promise<void> {
  expect(await page.evaluate(MADE)).toEqual([]);
  expect(await page.evaluate('window.pwned')).toBeUndefined();
  expect(await page.title()).not.toBe('ran');
  expect(await page.evaluate<number>(WIDE)).toBeLessThanOrEqual(0);
  expect(await page.getByRole('heading', { level: 1 }).first().isVisible()).toBe(true);
}

describe('fifty hostile strings', () => {
  it('are shown as the text that they are', async () => {
    const { page } = await world.openAs(`/orders/${orders.inputs}`);
    await page.getByText('<iframe srcdoc=').first().waitFor();
    await page.goto('/sellers');
    await page.getByText('<svg><script>').first().waitFor();
  });

  it('are fifty', () => {
    expect(new Set(HOSTILE).size).toBe(50);
  });

  it.each([
    ['wide', 1_280, 'light'],
    ['narrow', 360, 'dark'],
  ] as const)(
    'run nowhere and break no layout: %s',
    async (_, width, colorScheme) => {
      const watched = await world.openAs('/orders', { viewport: { width, height: 800 }, colorScheme });
      for (const [name, pathOf] of PATHS) {
        await watched.page.goto(pathOf());
        await watched.page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
        await watched.until(`document.querySelectorAll('.mantine-Loader-root').length === 0`);
        await looksUnharmed(watched).catch((error: unknown) => {
          throw new Error(`${name}: ${String(error)}`);
        });
      }
    },
    120_000,
  );

  it.each([1_280, 320])(
    'harm no buyer: %d px',
    async (width) => {
      const watched = await world.open({ viewport: { width, height: 700 } });
      for (const orderId of Object.values(orders)) {
        const { url } = (await world.api('POST', `/v1/orders/${orderId}/share`, {})) as { url: string };
        await watched.page.goto(url);
        await watched.page.getByRole('heading', { level: 1 }).first().waitFor();
        await looksUnharmed(watched);
      }
    },
    60_000,
  );
});
