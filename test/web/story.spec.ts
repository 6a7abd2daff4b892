import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { WebWorld, type Account } from './web-world.js';

const world = WebWorld.create();

let account: Account;
beforeAll(async () => void (account = await world.newSeller('Fable Automations')));

const RIGHT_KEY = 'the right key of this tool';

/** A seller that refuses whoever has not the right key, and calls back when told to. */
async function toolWithWrongKey(shortId: string): Promise<{ secret: string }> {
  world.seller.on('POST', `/${shortId}/job`, ({ headers }) =>
    headers['x-key'] === RIGHT_KEY
      ? { status: 202, body: { ok: true } }
      : { status: 422, body: { error: 'x-key is not known here' } },
  );
  world.seller.reply(`GET /${shortId}/status/:id`, { body: { status: 'processing', progress: 20 } });
  const { callbackSecret } = await world.newTool(shortId, account);
  return { secret: callbackSecret };
}

const row = (page: Page, orderId: string) => page.locator(`#order-${orderId}`);
/** By keys, once the list holds this order alone. */
async function mark(page: Page, orderId: string): Promise<void> {
  await eventually(async () => (await page.locator('[role=row][id^=order-]').count()) === 1);
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  await page.locator(`[role=grid][aria-activedescendant="order-${orderId}"]`).waitFor();
}

const done = (order_id: string) => ({ ok: true, order_id, output_type: 'text', result_text: 'A short story.' });

describe('an operator, by mouse', () => {
  it('watches an order complete, finds a failing one, reads why, fixes the tool, and sees it complete', async () => {
    const good = await world.newTool('good', account);
    world.seller.reply('POST /good/job', { status: 202, body: {} });
    world.seller.reply('GET /good/status/:id', { body: { status: 'processing' } });
    const { secret } = await toolWithWrongKey('fixable');
    const watched = await world.openAs('/orders');
    const { page } = watched;
    await page.evaluate('window.notReloaded = true');

    const live = await world.place('good');
    await row(page, live).waitFor();
    await world.becomes(live, 'processing');
    await row(page, live).getByText('Processing').waitFor();
    await world.callBack(good.callbackSecret, done(live));
    await row(page, live).getByText('Completed').waitFor();

    const failing = await world.place('fixable');
    await world.becomes(failing, 'failed');
    await page.getByRole('group', { name: 'Status' }).getByText('Failed').click();
    await row(page, failing).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /Order/ }).waitFor();
    await page.getByText('The seller refused the order').first().waitFor();
    await page.getByText('x-key is not known here').first().waitFor();
    await page.getByText('What to do').first().waitFor();

    await page.getByRole('region', { name: 'The order' }).getByRole('link', { name: 'fixable' }).click();
    await page.getByRole('button', { name: 'Type new headers' }).click();
    await page.getByLabel('Value of header 1', { exact: true }).fill(RIGHT_KEY);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').first().waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Retry' }).click();
    await world.becomes(failing, 'processing');
    await world.callBack(secret, done(failing));
    await page.getByText('A short story.').first().waitFor();
    await page.getByRole('heading', { name: 'Run 2' }).waitFor();
    expect(await page.evaluate('window.notReloaded')).toBe(true);
  });
});

describe('an operator, by keyboard alone', () => {
  it('finds the failing order, reads why, and sends it again', async () => {
    const { secret } = await toolWithWrongKey('by-keys');
    const orderId = await world.place('by-keys');
    await world.becomes(orderId, 'failed');
    const watched = await world.open();
    const { page } = watched;
    await page.goto('/orders');
    await page.getByLabel('Token').waitFor();
    await page.keyboard.type(world.roundtrip.adminToken);
    await page.keyboard.press('Enter');
    await row(page, orderId).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.keyboard.type(orderId);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/orders?q=${orderId}`);
    await mark(page, orderId);
    await world.api('PATCH', '/v1/tools/by-keys', { auth_headers: { 'x-key': RIGHT_KEY } });
    await page.keyboard.press('r');
    await page.getByRole('dialog', { name: 'Send orders again' }).waitFor();
    await page.getByText('This applies to 1 order.').waitFor();
    await page.getByRole('button', { name: 'Retry 1' }).focus();
    await page.keyboard.press('Enter');
    await world.becomes(orderId, 'processing');
    await page.getByText('1 changed').waitFor();
    await mark(page, orderId);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/orders/${orderId}`);
    await world.callBack(secret, done(orderId));
    await page.getByText('A short story.').first().waitFor();
  });
});

describe('an admin', () => {
  it('registers a seller and a tool, which is then used', async () => {
    world.seller.reply('POST /new/job', {
      body: { status: 'completed', output_type: 'text', result_text: 'At once.' },
    });
    const watched = await world.openAs('/sellers');
    const { page } = watched;
    await page.getByRole('button', { name: 'Register a seller' }).click();
    const dialog = page.getByRole('dialog', { name: 'Register a seller' });
    await dialog.getByLabel('Name').fill('Northwind Tools');
    await dialog.getByRole('button', { name: 'Register' }).click();
    await keepSecrets(page);
    await page.getByRole('link', { name: 'Northwind Tools' }).click();
    await page.getByRole('link', { name: 'Register a tool' }).click();

    await page.getByLabel('short_id').fill('brand-new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('A brand new tool');
    await page.getByLabel('job_url').fill('http://seller.example/job');
    await page.getByLabel('Name of header 1').fill('X-Key');
    await page.getByLabel('Value of header 1', { exact: true }).fill('a key');
    await page.getByText(/https/i).first().waitFor();
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    expect((await world.roundtrip.call('GET', '/v1/tools/brand-new')).status).toBe(404);
    await page.getByLabel('job_url').fill(world.seller.url('/new/job'));
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await keepSecrets(page);
    await page.getByRole('heading', { level: 1, name: 'A brand new tool' }).waitFor();
    await world.becomes(await world.place('brand-new'), 'completed');
  });

  /** No key and no click beside closes what is shown once. */
  async function keepSecrets(page: Page): Promise<void> {
    const held = page.getByRole('dialog', { name: 'Keep this now' });
    await held.waitFor();
    await page.keyboard.press('Escape');
    expect(await held.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    await held.getByRole('checkbox', { name: 'I have kept it' }).check();
    await held.getByRole('button', { name: 'Done' }).click();
    await held.waitFor({ state: 'hidden' });
  }
});

describe('the buyer', () => {
  it('follows a link that the operator made, from placed to delivered', async () => {
    const { callbackSecret } = await world.newTool('shared', account);
    world.seller.reply('POST /shared/job', { status: 202, body: {} });
    world.seller.reply('GET /shared/status/:id', { body: { status: 'processing' } });
    const orderId = await world.place('shared');
    const { page } = await world.openAs(`/orders/${orderId}`);
    await page.getByRole('button', { name: 'Share with the buyer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share with the buyer' });
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const link = await dialog.getByRole('textbox', { name: 'Link for the buyer' }).inputValue();
    const buyer = await world.open({ viewport: { width: 360, height: 640 } });
    await buyer.page.goto(link);
    await buyer.page.getByRole('heading', { level: 1, name: 'Your order is being worked on' }).waitFor();
    await world.callBack(callbackSecret, { ok: true, order_id: orderId, status: 'processing', progress: 60 });
    await buyer.page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await world.callBack(callbackSecret, done(orderId));
    await buyer.page.getByRole('heading', { level: 1, name: 'Your order is ready' }).waitFor();
    await buyer.page.getByText('A short story.').waitFor();
  });
});
