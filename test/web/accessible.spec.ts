import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousProblemsOf } from './axe.js';
import { WebWorld, type Account } from './web-world.js';

const world = WebWorld.create();

let account: Account;
let failed: string;
let done: string;
beforeAll(async () => {
  account = await world.newSeller('Fable Automations');
  world.seller.reply('POST /words/job', { status: 202, body: {} });
  world.seller.reply('GET /words/status/:id', { body: { status: 'processing', progress: 30 } });
  const { callbackSecret } = await world.newTool('words', account);
  const place = async () => {
    const orderId = await world.place('words', { text: 'A long story' });
    await world.becomes(orderId, 'processing');
    return orderId;
  };
  done = await place();
  await world.callBack(callbackSecret, { ok: true, order_id: done, output_type: 'csv', result_text: 'a,b\n1,2\n' });
  for (let i = 0; i < 25; i += 1)
    await world.callBack(callbackSecret, { ok: true, order_id: await place(), output_type: 'text', result_text: 'x' });
  failed = await place();
  await world.callBack(callbackSecret, { ok: false, order_id: failed, error: 'Page 3 is blank.' });
  await place();
  await world.api('POST', '/v1/tools/words/pause');
}, 60_000);

const PAGES: readonly (readonly [string, () => string])[] = [
  ['the orders', () => '/orders'],
  ['an order that is done', () => `/orders/${done}`],
  ['an order that failed', () => `/orders/${failed}`],
  ['what needs attention', () => '/attention'],
  ['the sellers', () => '/sellers'],
  ['a seller', () => `/sellers/${account.sellerId}`],
  ['the tools', () => '/tools'],
  ['a tool', () => '/tools/words'],
  ['a new tool', () => '/new-tool'],
  ['the system', () => '/system'],
];
const LOOKS = [
  ['light', 1_280],
  ['dark', 1_280],
  ['light', 360],
] as const;

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'hidden' });
}

describe('every page', () => {
  it.each(LOOKS)(
    'is free of serious faults by axe, and fits its window: %s, %d px',
    async (colorScheme, width) => {
      const { page } = await world.openAs('/orders', { colorScheme, viewport: { width, height: 800 } });
      for (const [name, pathOf] of PAGES) {
        await page.goto(pathOf());
        await settled(page);
        expect([name, await seriousProblemsOf(page)]).toEqual([name, []]);
        const over = await page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
        expect([name, over <= 0]).toEqual([name, true]);
      }
    },
    120_000,
  );
});

describe('what is open only at times', () => {
  const opened: readonly (readonly [string, () => string, (page: Page) => Promise<void>])[] = [
    ['the keys', () => '/orders', (page) => page.getByRole('button', { name: 'Keys' }).click()],
    ['the views', () => '/orders', (page) => page.getByRole('button', { name: 'Views' }).click()],
    ['more filters', () => '/orders', (page) => page.getByRole('button', { name: 'More filters' }).click()],
    [
      'an action on many orders',
      () => '/orders',
      async (page) => {
        await page.getByRole('button', { name: 'Choose all that fit the filters' }).click();
        await page.getByRole('button', { name: 'Retry' }).click();
        await page
          .getByRole('dialog')
          .getByText(/applies to/)
          .waitFor();
      },
    ],
    [
      'a call of an order',
      () => `/orders/${failed}`,
      (page) =>
        page
          .getByRole('button', { name: /^Details of: Order sent/ })
          .first()
          .click(),
    ],
    ['sharing', () => `/orders/${done}`, (page) => page.getByRole('button', { name: 'Share with the buyer' }).click()],
    ['a new seller', () => '/sellers', (page) => page.getByRole('button', { name: 'Register a seller' }).click()],
    [
      'a form with mistakes',
      () => '/new-tool',
      (page) => page.getByRole('button', { name: 'Register', exact: true }).click(),
    ],
    [
      'the orders of a cause',
      () => '/attention',
      (page) =>
        page
          .getByRole('button', { name: /Show the order/ })
          .first()
          .click(),
    ],
    ['a table of durations', () => '/tools/words', (page) => page.getByRole('button', { name: 'As a table' }).click()],
    ['a sweep by hand', () => '/system', (page) => page.getByRole('button', { name: 'Sweep now' }).click()],
  ];

  it.each(['light', 'dark'] as const)(
    'is free of serious faults by axe: %s',
    async (colorScheme) => {
      const { page } = await world.openAs('/orders', {
        colorScheme,
        viewport: { width: 1_280, height: 900 },
        reducedMotion: 'reduce',
      });
      for (const [name, pathOf, open] of opened) {
        await page.goto(pathOf());
        await settled(page);
        await open(page);
        expect([name, await seriousProblemsOf(page)]).toEqual([name, []]);
      }
    },
    120_000,
  );
});

describe('without a mouse', () => {
  it('one comes to the content, to every control in it, and back from a dialog to where one was', async () => {
    const { page } = await world.openAs('/orders');
    await settled(page);
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**#content');
    const seen = new Set<string>();
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab');
      seen.add(
        String(
          await page.evaluate(
            'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent',
          ),
        ),
      );
    }
    const reached = [...seen].join('|');
    for (const name of ['Views', 'Export CSV', 'Keys', 'More filters', 'newest first']) expect(reached).toContain(name);

    const keys = page.getByRole('button', { name: 'Keys' });
    await keys.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    await page.locator('button:focus', { hasText: 'Keys' }).waitFor();
  }, 60_000);
});
