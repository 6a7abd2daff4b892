import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { MovingClock } from './showcase/moving-clock.js';
import { WebWorld, type Account } from './web-world.js';

const MINUTE = 60_000;
const clock = new MovingClock(5 * 60 * MINUTE);
const world = WebWorld.create({ clock });

let account: Account;
beforeAll(async () => void (account = await world.newSeller('Grünwald & Töchter')));

const DONE = { body: { status: 'completed', output_type: 'text', result_text: 'Done.' } };

/** Time passes once whatever was due has been done. */
async function pass(ms: number): Promise<void> {
  const { storage, rooms } = world.roundtrip;
  const due = `SELECT count(*) AS n FROM work WHERE kind IN ('forward', 'check') AND (claim = 1 OR (claim = 0 AND due_at <= $1))`;
  clock.advance(ms);
  world.roundtrip.timePassed();
  await eventually(async () => {
    const [row] = await storage.database.read<{ n: number }>(due, [clock.now() - 2_000]);
    return Number(row?.n) === 0 && rooms.engineRoom.engine.inFlight === 0;
  });
}

async function lasts(): Promise<boolean> {
  const { outages } = (await world.api('GET', '/v1/outages')) as { outages: { to: string | null }[] };
  return outages.length === 0 || outages.some(({ to }) => to === null);
}

const place = (count: number) => Promise.all(Array.from({ length: count }, () => world.place('transcribe')));

describe('an outage of forty orders', () => {
  it('is one row, and one button makes it good: each order is done once', async () => {
    await world.newTool('transcribe', account, { poll: { strategy: 'fixed', interval_s: 120, jitter: 0 } });
    world.seller.reply('POST /transcribe/job', { status: 202, body: {} });
    world.seller.reply('GET /transcribe/status/:id', { body: { status: 'processing' } });
    const begun = await place(10);
    for (const orderId of begun) await world.becomes(orderId, 'processing');
    await world.seller.down();
    const never = await place(30);
    for (let i = 0; i < 8; i += 1) await pass(MINUTE);
    await world.seller.up();
    world.seller.reply('POST /transcribe/job', DONE);
    world.seller.reply('GET /transcribe/status/:id', { body: { status: 'processing' } });

    const { page } = await world.openAs('/attention');
    const rowOfIt = page.getByRole('listitem').filter({ hasText: 'Grünwald & Töchter' });
    await rowOfIt.first().waitFor();
    for (let i = 0; i < 60 && (await lasts()); i += 1) await pass(MINUTE / 2);
    expect(await lasts()).toBe(false);
    world.seller.reply('GET /transcribe/status/:id', DONE);

    await page.reload();
    await rowOfIt.first().waitFor();
    expect(await rowOfIt.count()).toBe(1);
    await rowOfIt.getByRole('button', { name: 'Replay the outage' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay the outage' });
    await dialog.getByText(/go again now/).waitFor();
    await dialog.getByText(/asked about them now/).waitFor();
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    await dialog.getByText(/^Replayed: \d+ made good/).waitFor();
    for (const orderId of [...begun, ...never]) await world.becomes(orderId, 'completed');
    const taken = world.seller
      .requestsTo('POST /transcribe/job')
      .map(({ headers }) => String(headers['idempotency-key']));
    expect([taken.length, new Set(taken).size]).toEqual([40, 40]);

    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('Nothing needs you.').waitFor();
    const { outages } = await world.api('GET', '/v1/outages');
    await page.goto(`/outages/${outages[0].outage_id}`);
    await page.getByRole('button', { name: 'Replay the outage' }).click();
    await dialog.getByText('There is nothing left to make good.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(true);
  });
});
