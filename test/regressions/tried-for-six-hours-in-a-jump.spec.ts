import { expect, it } from '@jest/globals';
import type { ForwardState } from '../../src/orders/forward-state.js';
import { HOUR, MINUTE, useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';

// The six hours within which a forward is tried were counted from an instant of the calendar. A forward that was under way as the clock was
// set ahead by six hours kept the old instant: one 503 at its first try failed the order for good, "not reached for six hours".
const journey = useJourney();

async function sawJumps(count: number): Promise<void> {
  const line = `roundtrip_clock_jumps_total ${count}`;
  await eventually(async () => (await journey.roundtrip.call('GET', '/metrics')).text.includes(line));
}

it('a forward that is under way as the clock is set ahead by six hours is tried again, also after a restart', async () => {
  const tool = await journey.tool();
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  tool.onJob(async () => {
    await held;
    return { status: 503 };
  });
  const order = await tool.place();
  await eventually(() => tool.jobs.length === 1);
  journey.clock.jump(6 * HOUR);
  await sawJumps(1);
  answer();
  await order.attempt('forward', 1);
  expect(await order.read()).toMatchObject({ status: 'forwarding', error: null });
  await journey.roundtrip.stop();
  journey.clock.jump(6 * HOUR);
  await journey.boot();
  await order.attempt('forward', 2);
  expect(await order.read()).toMatchObject({ status: 'forwarding', error: null });
});

it('a forward whose first try is known by the calendar alone, from an older version, ends six hours after that', async () => {
  const tool = await journey.tool();
  tool.onJob(async () => ({ status: 503 }));
  const order = await tool.place();
  await order.attempt('forward', 1);
  const { work } = journey.roundtrip.rooms.engineRoom;
  const row = await work.find('forward', order.id);
  const { tried: _, ...known } = JSON.parse(row?.state ?? '') as ForwardState;
  const old = JSON.stringify({ ...known, firstTryAt: journey.clock.now() - 6 * HOUR + MINUTE });
  const sql = 'UPDATE work SET state = $2 WHERE work_id = $1';
  await journey.roundtrip.storage.database.unit.run((tx) => tx.run(sql, [row?.work_id ?? '', old]));
  journey.pass(15_000);
  await order.attempt('forward', 2);
  expect((await order.read()).status).toBe('forwarding');
  journey.pass(MINUTE);
  await order.attempt('forward', 3);
  expect(await order.read()).toMatchObject({ status: 'failed', error: { code: 'seller_unreachable' } });
});
