import { describe, expect, it } from '@jest/globals';
import { seriousProblemsOf } from './axe.js';
import { WebWorld } from './web-world.js';

const world = WebWorld.create();

describe('the system page', () => {
  it('tells what is under way, and draws how it went, each chart a table as well', async () => {
    const account = await world.newSeller();
    await world.newTool('draw', account);
    world.seller.reply('POST /draw/job', { status: 202, body: {} });
    await world.becomes(await world.place('draw'), 'processing');
    const { page } = await world.openAs('/system');
    const orders = page.locator('dl').filter({ hasText: 'Orders under way' });
    await orders.getByText('0 received, 0 forwarding, 1 processing').waitFor();
    const drawn = page.getByRole('region', { name: 'Over time' });
    const chart = drawn.getByRole('region', { name: 'Orders', exact: true });
    await chart.locator('canvas').waitFor();
    expect(await chart.getByRole('img').getAttribute('aria-label')).toMatch(/Placed: last \d+, highest 1;/);
    await chart.getByRole('button', { name: 'Show as table' }).click();
    await chart.getByRole('columnheader', { name: 'Completed' }).waitFor();
    expect(await chart.getByRole('row').count()).toBeGreaterThan(10);
    await page.getByText('7 days').click();
    expect(await page.getByRole('radio', { name: '7 days' }).isChecked()).toBe(true);
    await drawn.getByText('Each point stands for').waitFor();
  });

  it('sweeps at once when told to, and shows the sweep', async () => {
    const { page } = await world.openAs('/system');
    await page.getByRole('button', { name: 'Sweep now' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep now' });
    await dialog.getByLabel('Also orders that are checked by a plan of their own').check();
    await dialog.getByRole('button', { name: 'Sweep', exact: true }).click();
    await page.getByText(/^The sweep is opened: \d+ checks? (is|are) due now\.$/).waitFor();
    await page.getByRole('region', { name: 'Sweeps, newest first' }).getByText('(by hand)').waitFor();
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Sweep now');
  });

  it('has no sweep for whoever may only look, and nothing for a seller', async () => {
    const viewer = await world.openAs('/system', { token: await world.newToken('viewer') });
    await viewer.page.getByRole('heading', { name: 'Sweeps' }).waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Sweep now' }).count()).toBe(0);
    const seller = await world.open();
    await seller.page.goto('/system');
    await world.signIn(seller.page, (await world.newSeller()).token);
    await seller.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
    const watched = await world.openAs('/system', { colorScheme });
    const { page } = watched;
    await page.locator('canvas').first().waitFor();
    expect(await seriousProblemsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await page.getByRole('button', { name: 'Sweep now' }).click();
    await page.getByRole('dialog').waitFor();
    await watched.until("document.getAnimations().every(({ playState }) => playState !== 'running')");
    expect(await seriousProblemsOf(page)).toEqual([]);
  });

  it('is as wide as a phone', async () => {
    const { page } = await world.openAs('/system', { viewport: { width: 360, height: 740 } });
    await page.locator('canvas').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
      false,
    );
  });
});
