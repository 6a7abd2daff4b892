import { describe, expect, it } from '@jest/globals';
import { WebWorld } from './web-world.js';

const SHOP = 'http://shop.example';
const world = WebWorld.create({ env: { EMBED_ORIGINS: `https://other.example,${SHOP}` } });

/** A shop's page that frames an address of ours, 320 px wide; it is no page of ours, so nothing of it is watched. */
async function framed(origin: string, path: string) {
  const context = await world.browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  const html = `<!doctype html><title>Shop</title><iframe width="320" height="500" src="${world.url}${path}"></iframe>`;
  await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  const refused = page.waitForEvent('console', {
    predicate: (message) => message.type() === 'error' && /frame-ancestors/.test(message.text()),
  });
  // Only one of the two tests waits for it.
  refused.catch(() => undefined);
  await page.goto(`${origin}/`);
  return { page, frame: page.frameLocator('iframe'), refused, close: () => context.close() };
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
    const { page, frame, close } = await framed(SHOP, await sharedPath());
    await frame.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.frames()[1]?.evaluate(isTooWide)).toBe(false);
    await close();
  });

  it('is shown by nobody else', async () => {
    const { refused, close } = await framed('http://evil.example', await sharedPath());
    await refused;
    await close();
  });

  it('is the only page of ours that anybody may frame', async () => {
    const { refused, close } = await framed(SHOP, '/orders');
    await refused;
    await close();
  });
});
