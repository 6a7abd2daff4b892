import { beforeAll, describe, expect, it } from '@jest/globals';
import { seriousProblemsOf } from './axe.js';
import { eventually } from '../support/eventually.js';
import { WebWorld, type Account, type Tool } from './web-world.js';
import type { WatchedPage } from './watched-page.js';

const world = WebWorld.create();

/** Ten by ten pixels of one colour. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FAAhKDveksOjmAAAAAElFTkSuQmCC';
const HOSTILE = '<img src=x onerror="document.title=\'ran\'"><script>document.title="ran"</script>';

let account: Account;
beforeAll(async () => void (account = await world.newSeller()));

/** An order whose seller has begun, and the buyer's page of it. */
async function shared(shortId: string): Promise<{ watched: WatchedPage; orderId: string; tool: Tool }> {
  world.seller.reply(`POST /${shortId}/job`, { status: 202, body: {} });
  world.seller.reply(`GET /${shortId}/status/:id`, { body: { status: 'processing' } });
  const tool = await world.newTool(shortId, account, { name: `The tool ${shortId}` });
  const orderId = await world.place(shortId, { secret_wish: 'nobody else shall know' });
  await world.becomes(orderId, 'processing');
  const watched = await world.open({ viewport: { width: 360, height: 640 } });
  await watched.page.goto(await linkOf(orderId));
  return { watched, orderId, tool };
}

async function linkOf(orderId: string): Promise<string> {
  return (await world.api('POST', `/v1/orders/${orderId}/share`, {})).url as string;
}

/** Has the seller asked, which answers this. */
async function hears(orderId: string, shortId: string, body: object): Promise<void> {
  world.seller.reply(`GET /${shortId}/status/:id`, { body });
  await world.api('POST', `/v1/orders/${orderId}/check`, {});
}

const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

describe('the page of a buyer', () => {
  it('shows its order from placed to delivered, by itself', async () => {
    const { watched, orderId } = await shared('draw');
    const { page } = watched;
    await page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    await page.getByText('The tool draw').waitFor();
    await page.evaluate('window.notReloaded = true');
    await hears(orderId, 'draw', { status: 'processing', progress: 40, message: `Half ${HOSTILE}` });
    await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await page.getByText(`Half ${HOSTILE}`).waitFor();
    expect(await page.title()).toBe('40 % · The tool draw');
    await hears(orderId, 'draw', {
      status: 'completed',
      output_type: 'file',
      files: [
        { filename: 'a bicycle.png', mime_type: 'image/png', file_base64: PNG },
        { filename: 'page.html', mime_type: 'text/html', file_base64: Buffer.from(HOSTILE).toString('base64') },
      ],
    });
    await page.getByRole('heading', { name: 'Your order is ready' }).waitFor();
    expect(await page.title()).toBe('Ready · The tool draw');
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    const picture = page.getByRole('img', { name: 'a bicycle.png' });
    await picture.waitFor();
    await watched.until("document.querySelector('img').naturalWidth === 10");
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download page.html' }).click();
    expect((await downloading).suggestedFilename()).toBe('page.html');
    expect(await page.evaluate(isTooWide)).toBe(false);
  });

  it('keeps its token out of the address, and tells nothing but the order', async () => {
    const { watched, orderId } = await shared('quiet');
    const { page } = watched;
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(`${world.url}/o/${orderId}`);
    await page.reload();
    await page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    const seen = await page.content();
    for (const secret of ['secret_wish', 'nobody else', account.sellerId, world.seller.url('')])
      expect(seen).not.toContain(secret);
  });

  it.each([
    ['text', `Hello ${HOSTILE}`, 'region', 'Result as text'],
    ['html', `<h1>${HOSTILE}</h1>`, 'region', 'Result as text'],
    ['json', JSON.stringify({ big: 1, text: HOSTILE }), 'region', 'Result as text'],
    ['csv', `name,"what, else"\nAda,"${HOSTILE.replaceAll('"', '""')}"`, 'region', 'Result as a table'],
  ] as const)('shows %s as text alone', async (output_type, result_text, role, name) => {
    const { watched, orderId } = await shared(`as-${output_type}`);
    const { page } = watched;
    await hears(orderId, `as-${output_type}`, { status: 'completed', output_type, result_text });
    const region = page.getByRole(role, { name });
    await region.waitFor();
    expect(await region.innerText()).toContain("document.title='ran'");
    expect(await region.locator('img, script, h1').count()).toBe(0);
    expect(await page.title()).toBe(`Ready · The tool as-${output_type}`);
    expect(await page.evaluate(isTooWide)).toBe(false);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save as a file' }).click();
    expect((await downloading).suggestedFilename()).not.toMatch(/\.html$/);
  });

  it('leads to a result that its seller hosts, and says whose host that is', async () => {
    const { watched, orderId } = await shared('hosted');
    const { page } = watched;
    await hears(orderId, 'hosted', {
      ...{ status: 'completed', output_type: 'url', result_url: 'https://files.shop.example/a?b=c' },
    });
    const link = page.getByRole('link', { name: 'Open the result' });
    expect(await link.getAttribute('href')).toBe('https://files.shop.example/a?b=c');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    await page.getByText('Leads to files.shop.example').waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
    const { watched, orderId } = await shared(`seen-in-${colorScheme}`);
    const { page } = watched;
    await page.emulateMedia({ colorScheme });
    await page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    expect(await seriousProblemsOf(page)).toEqual([]);
    const result = { output_type: 'csv', result_text: 'a,b\n1,2' };
    await hears(orderId, `seen-in-${colorScheme}`, { status: 'completed', ...result });
    await page.getByRole('heading', { name: 'Your order is ready' }).waitFor();
    expect(await seriousProblemsOf(page)).toEqual([]);
  });

  it('says kindly that an order failed, and shows what came of trying again', async () => {
    const { watched, orderId } = await shared('second-try');
    const { page } = watched;
    await hears(orderId, 'second-try', { status: 'failed', error: 'The audio has no sound.' });
    await page.getByRole('heading', { name: 'Your order could not be completed' }).waitFor();
    expect(await page.title()).toBe('Not completed · The tool second-try');
    world.seller.reply('POST /second-try/job', {
      body: { status: 'completed', output_type: 'text', result_text: 'Done' },
    });
    await world.api('POST', `/v1/orders/${orderId}/retry`, {});
    await page.getByRole('heading', { name: 'Your order is ready' }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
  });

  it('shows a late result that was accepted, of an order that had failed', async () => {
    const { watched, orderId, tool } = await shared('late');
    const { page } = watched;
    await hears(orderId, 'late', { status: 'failed', error: 'No.' });
    await page.getByRole('heading', { name: 'Your order could not be completed' }).waitFor();
    const result = { output_type: 'text', result_text: 'Better late' };
    await world.callBack(tool.callbackSecret, { ok: true, order_id: orderId, ...result });
    const attempt_id = await eventually(async () => {
      const { attempts } = await world.api('GET', `/v1/orders/${orderId}/attempts`);
      return (attempts as { attempt_id: string; outcome: string }[]).find(({ outcome }) => outcome === 'late')
        ?.attempt_id;
    });
    await world.api('POST', `/v1/orders/${orderId}/accept`, { attempt_id });
    await page.getByRole('heading', { name: 'Your order is ready' }).waitFor();
    await page.getByText('Better late').waitFor();
  });

  it('says the same of a link that is wrong, that was withdrawn, or that is not whole', async () => {
    const { watched, orderId } = await shared('withdrawn');
    watched.allow(/^\/v1\/orders\/\S+ 40[14]/);
    await watched.page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    await world.api('DELETE', `/v1/orders/${orderId}/share`);
    await watched.page.reload();
    const sayings = [await watched.page.getByRole('alert').innerText()];
    for (const path of [`/o/${orderId}?t=wrong`, '/o/01a200b5-9692-711f-bc57-e21c3a596c81?t=wrong', `/o/${orderId}`]) {
      const other = (await world.open()).allow(/^\/v1\/orders\/\S+ 40[014]/);
      await other.page.goto(path);
      sayings.push(await other.page.getByRole('alert').innerText());
    }
    expect(sayings[0]).toMatch(/Ask whoever you ordered from for a new one/);
    expect(new Set(sayings).size).toBe(1);
  });

  it('says softly that the connection is lost, and nothing more once it is back', async () => {
    const { watched, orderId } = await shared('lost');
    const { page } = watched.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
    await page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    await page.context().setOffline(true);
    // A stream that is open stays so: the next reading is what fails.
    await page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })");
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.evaluate("delete document.visibilityState, document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByText('The connection is lost for now').waitFor();
    await page.getByRole('heading', { name: 'Your order is being worked on' }).waitFor();
    await page.context().setOffline(false);
    await hears(orderId, 'lost', { status: 'completed', output_type: 'text', result_text: 'Back' });
    await page.getByRole('heading', { name: 'Your order is ready' }).waitFor();
    await page.getByText('The connection is lost for now').waitFor({ state: 'hidden' });
  });
});
