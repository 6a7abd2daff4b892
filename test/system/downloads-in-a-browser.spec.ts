import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Download } from 'playwright-core';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { createAuthority } from '../support/local-authority.js';
import { eventually } from '../support/eventually.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';

/** Each would fetch `/ran?by=<name>` of our own origin if it ran, in as many ways as its kind of page has. */
const beacon = (by: string) => `fetch('/ran?by=${by}');new Image().src='/ran?by=${by}';document.title='ran'`;
const PAGES: Readonly<Record<string, { readonly mime_type: string; readonly text: string }>> = {
  'page.html': {
    mime_type: 'text/html',
    text: `<!doctype html><script>${beacon('html')}</script><img src=x onerror="${beacon('html')}">
      <svg onload="${beacon('html')}"></svg><iframe srcdoc="<script>parent.location='/ran?by=html'</script>"></iframe>
      <meta http-equiv="refresh" content="0;url=/ran?by=html">`,
  },
  'drawing.svg': {
    mime_type: 'image/svg+xml',
    text: `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="${beacon('svg')}"><script>${beacon('svg')}</script></svg>`,
  },
  'page.xhtml': {
    mime_type: 'application/xhtml+xml',
    text: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body onload="${beacon('xhtml')}"><script>${beacon('xhtml')}</script></body></html>`,
  },
};

/** What a marketplace hands to its buyer is a link on our origin, written by a stranger: no browser may run it. */
describe('a result opened in Chromium', () => {
  let seller: ScriptedSeller;
  let roundtrip: TestRoundtrip;
  let browser: Browser;
  const links = new Map<string, string>();

  beforeAll(async () => {
    const authority = await createAuthority();
    seller = await startSeller(authority);
    roundtrip = await startTestRoundtrip({ authority });
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
    const orderId = await completedOrder();
    for (const [i, name] of Object.keys(PAGES).entries()) {
      const { body } = await roundtrip.call('POST', `/v1/orders/${orderId}/files/${i + 1}/link`, { expires_s: 600 });
      links.set(name, (body as { url: string }).url);
    }
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await seller?.close();
    await roundtrip?.stop();
    roundtrip?.folder.remove();
  });

  async function completedOrder(): Promise<string> {
    const files = Object.entries(PAGES).map(([filename, { mime_type, text }]) => ({
      ...{ filename, mime_type, file_base64: Buffer.from(text).toString('base64') },
    }));
    seller.on('POST', '/job', () => ({ body: { status: 'completed', output_type: 'file', files } }));
    const { seller_id } = (await roundtrip.call('POST', '/v1/sellers', { name: 'Ada' })).body as { seller_id: string };
    await roundtrip.call('POST', '/v1/tools', {
      ...{ seller_id, short_id: 'pages', name: 'Pages', job_url: seller.url('/job') },
      auth_headers: { 'x-key': 'of the pages' },
    });
    const placed = await roundtrip.call('POST', '/v1/orders', { short_id: 'pages', inputs: {} });
    const { order_id } = placed.body as { order_id: string };
    await eventually(async () => {
      const { body } = await roundtrip.call('GET', `/v1/orders/${order_id}`);
      return (body as { status: string }).status === 'completed';
    });
    return order_id;
  }

  it.each(Object.keys(PAGES))('%s is downloaded, and never shown', async (name) => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const downloading: Promise<Download> = page.waitForEvent('download');
    // Chromium gives up a navigation that turns out to be a download.
    await page
      .goto(links.get(name) ?? '')
      .catch((error: Error) => expect(error.message).toMatch(/ERR_ABORTED|Download/));
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(name);
    expect(await download.failure()).toBeNull();
    expect(page.url()).toBe('about:blank');
    expect(asked.filter((url) => url.includes('/ran'))).toEqual([]);
    await page.close();
  });

  it.each(Object.keys(PAGES))(
    '%s runs no script where a page frames it, embeds it or loads it as a script',
    async (name) => {
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const link = links.get(name) ?? '';
      const context = await browser.newContext({ bypassCSP: true });
      const around = await context.newPage();
      around.on('request', (request) => asked.push(request.url()));
      await around.goto(`${roundtrip.url}/healthz`);
      const inner = around.waitForResponse((response) => response.url() === link);
      await around.setContent(
        `<iframe src="${link}"></iframe><object data="${link}"></object><embed src="${link}"><script src="${link}"></script>`,
      );
      expect((await inner).headers()).toMatchObject({
        ...{ 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' },
        'content-disposition': `attachment; filename="${name}"`,
      });
      await around.waitForLoadState('networkidle');
      expect(asked.filter((url) => url.includes('/ran'))).toEqual([]);
      expect(await around.title()).not.toBe('ran');
      await context.close();
    },
  );

  it('the same pages do run where nobody stops them: the test sees what it looks for', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const { mime_type, text } of Object.values(PAGES)) {
      await page.route('**/open', (route) => route.fulfill({ contentType: mime_type, body: text }));
      const ran = page.waitForRequest((request) => request.url().includes('/ran'));
      await page.goto('http://127.0.0.1/open').catch(() => undefined);
      await ran;
      await page.unroute('**/open');
    }
    expect(asked.filter((url) => url.includes('/ran')).length).toBeGreaterThanOrEqual(3);
    await page.close();
  });
});
