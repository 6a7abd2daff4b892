import { mkdirSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { CHROMIUM_FLAGS, findChromium } from './find-browser.mjs';
import { Showcase } from './showcase/showcase.js';

const FOLDER = 'docs/images';

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const LOOKS: readonly Look[] = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: '360', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

/** Takes a picture of every page, in light, dark and 360 px: `npm run screenshots`. */
async function takePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const showcase = await Showcase.start();
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  try {
    const pages = await pagesOf(showcase);
    for (const look of LOOKS) await takeOf(browser, showcase, look, pages);
  } finally {
    await browser.close();
    await showcase.stop();
  }
}

/** Each page's name and address; the buyer's has its own token in it. */
async function pagesOf(showcase: Showcase): Promise<Map<string, string>> {
  const { orders } = showcase;
  const { outages } = (await showcase.api('GET', '/v1/outages')).body as { outages: { outage_id: string }[] };
  const { sellers } = (await showcase.api('GET', '/v1/sellers')).body as { sellers: { seller_id: string }[] };
  const shared = async (orderId: string | undefined) => {
    const { url } = (await showcase.api('POST', `/v1/orders/${orderId}/share`, {})).body as { url: string };
    return new URL(url).pathname + new URL(url).search;
  };
  return new Map([
    ['orders', '/orders'],
    ['order', `/orders/${orders['bank-statement']}`],
    ['order-failed', `/orders/${orders.rejected}`],
    ['attention', '/attention'],
    ['outage', `/outages/${outages[0]?.outage_id}`],
    ['sellers', '/sellers'],
    ['seller', `/sellers/${sellers[0]?.seller_id}`],
    ['tools', '/tools'],
    ['tool', '/tools/summarise'],
    ['tool-tested', '/tools/translate'],
    ['new-tool', '/new-tool'],
    ['system', '/system'],
    ['buyer-live', await shared(orders.live)],
    ['buyer-done', await shared(orders['bank-statement'])],
  ]);
}

async function takeOf(browser: Browser, showcase: Showcase, look: Look, pages: Map<string, string>): Promise<void> {
  const context = await browser.newContext({ colorScheme: look.colorScheme, viewport: look.viewport });
  const page = await context.newPage();
  await page.goto(`${showcase.roundtrip.url}/sign-in`);
  await settled(page);
  await take(page, 'sign-in', look);
  await page.getByRole('textbox', { name: 'Token' }).fill(showcase.roundtrip.adminToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/orders');
  for (const [name, path] of pages) {
    await page.goto(showcase.roundtrip.url + path);
    await settled(page);
    await take(page, name, look);
  }
  await context.close();
}

/** Nothing is drawn as waiting, and nothing moves. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await eventually(() => page.evaluate<boolean>(STANDS_STILL));
}

const STANDS_STILL = `document.querySelectorAll('[aria-busy=true], .mantine-Loader-root').length === 0
  && document.getAnimations().every((one) => one.playState !== 'running')`;

async function take(page: Page, name: string, look: Look): Promise<void> {
  const path = `${FOLDER}/${name}-${look.name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  process.stdout.write(`${path}\n`);
}

await takePictures();
