import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startSeller } from '../support/scripted-seller.js';
import { MINUTE, useJourney } from '../journeys/journey.js';
import type { JourneyOrder } from '../journeys/journey-order.js';

/**
 * A check goes to its order's own status URL; when the tool's status_url was changed, all its waiting checks were noted under the
 * tool's new host. Two accounts with dead URLs of their own so made a host look dead that neither of them ever called, and the
 * tools of everybody on it were held back. What a call says counts for where it went, and the row learns where that is.
 */
const journey = useJourney();
const plan = { poll: { strategy: 'fixed', interval_s: 60, jitter: 0 } };

it('calls that never went to a host hold nobody back from it', async () => {
  const own = await startSeller(journey.authority);
  const orders: JourneyOrder[] = [];
  for (const { seller_id } of [await journey.newSeller(), await journey.newSeller()]) {
    const tool = await journey.tool({
      ...{ ...plan, seller_id, max_concurrency: 1, status_url: null, job_url: own.url('/job') },
    });
    own.reply('POST /job', { status: 202, headers: { location: own.url('/status') } });
    for (let i = 0; i < 12; i++) orders.push(await tool.placed());
    // The orders' own status URLs go before it: nothing is ever asked there.
    const status_url = journey.seller.url('/nothing/{order_id}');
    await tool.patch({ status_url, auth_headers: { Authorization: 'Bearer x1234567' } });
  }
  await own.close();
  journey.pass(MINUTE / 2);
  journey.pass(MINUTE / 2);
  await eventually(async () => {
    const all = await Promise.all(orders.map((order) => order.attempts('check')));
    return all.flat().length >= orders.length;
  });
  const told = journey.roundtrip.logged.map((line) => (JSON.parse(line) as { event: string }).event);
  expect(told.filter((event) => event.startsWith('breaker.'))).toEqual([]);
  const rows = await Promise.all(
    orders.map((order) => journey.roundtrip.rooms.engineRoom.work.find('check', order.id)),
  );
  expect(new Set(rows.map((row) => row?.origin))).toEqual(new Set([new URL(own.url('/')).origin]));
}, 60_000);
