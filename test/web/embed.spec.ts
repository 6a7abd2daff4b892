import { afterAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually.js';
import { WebWorld } from './web-world.js';

/** A page of somebody else, on this machine: Chromium lets no page from elsewhere frame what is here. */
async function startShop() {
  let html = '';
  const server = createServer((_, answer) => void answer.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, show: (text: string) => void (html = text), close: () => server.close() };
}
type Shop = Awaited<ReturnType<typeof startShop>>;

const [shop, stranger] = await Promise.all([startShop(), startShop()]);
const world = WebWorld.create({ env: { EMBED_ORIGINS: `https://shop.example,${shop.origin}` } });
afterAll(() => [shop, stranger].forEach(({ close }) => close()));

/** Somebody's page that frames an address of ours, 320 px wide; it is no page of ours, so nothing of it is watched. */
async function framed(by: Shop, path: string) {
  by.show(`<!doctype html><title>Shop</title><iframe width="320" height="500" src="${world.url}${path}"></iframe>`);
  const context = await world.browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  const refusals: string[] = [];
  page.on('console', (message) => /frame-ancestors/.test(message.text()) && refusals.push(message.text()));
  await page.goto(by.origin);
  return { page, frame: page.frameLocator('iframe'), refusals, close: () => context.close() };
}

async function sharedPath(): Promise<string> {
  const account = await world.newSeller();
  const shortId = `framed-${account.sellerId.slice(-6)}`;
  await world.newTool(shortId, account);
  world.seller.reply(`POST /${shortId}/job`, { status: 202, body: {} });
  const orderId = await world.place(shortId);
  await world.becomes(orderId, 'processing');
  const { pathname, search } = new URL((await world.api('POST', `/v1/orders/${orderId}/share`, {})).url as string);
  return pathname + search;
}

describe('the buyer’s page in a frame', () => {
  it('is shown by a shop that EMBED_ORIGINS names, as narrow as 320 px', async () => {
    const { page, frame, close } = await framed(shop, await sharedPath());
    await frame.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.frames()[1]?.evaluate(isTooWide)).toBe(false);
    await close();
  });

  it('is shown by nobody else', async () => {
    const { refusals, close } = await framed(stranger, await sharedPath());
    await eventually(() => refusals.length > 0);
    await close();
  });

  it('is the only page of ours that anybody may frame', async () => {
    const { refusals, close } = await framed(shop, '/orders');
    await eventually(() => refusals.length > 0);
    await close();
  });
});
