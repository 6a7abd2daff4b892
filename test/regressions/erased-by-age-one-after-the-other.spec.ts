import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HOUR, useJourney } from '../journeys/journey.js';

/**
 * Orders are erased by age one after the other, and each time all files that are to go are tried. A file that could not be removed
 * ended the run with the first order, also the next hour and the one after it: one order an hour was erased, whatever RESULT_RETENTION_DAYS
 * said. And an order whose end the marketplace was still to be told of lost that message: tries go on for three days.
 */
const journey = useJourney({ env: { RESULT_RETENTION_DAYS: '1' } });
const DAY = 24 * HOUR;

async function ended(callback: object) {
  const order = await (await journey.tool({ status_url: null })).placed();
  await order.callback(callback);
  await order.becomes('completed');
  return order;
}

it('a file that cannot be removed keeps no other order from being erased', async () => {
  const file = { ok: true, filename: 'a.txt', file_base64: 'bWU=' };
  const orders = [await ended(file), await ended(file), await ended(file)];
  for (const order of orders) await order.toldUpTo('order.completed');
  const stuck = oneFile(journey.roundtrip.folder.join('files'));
  // A folder in the place of the file: not even root can unlink it.
  rmSync(stuck);
  mkdirSync(stuck);
  writeFileSync(`${stuck}/x`, '');
  journey.pass(DAY + 1);
  await expect(journey.roundtrip.rooms.forgetOld.run()).rejects.toThrow();
  for (const order of orders) expect(await order.read()).toMatchObject({ status: 'completed', result: null });
});

it('an order whose end is still to be told is erased once it was', async () => {
  journey.marketplace.answer = () => 503;
  const order = await ended({ ok: true, output_type: 'text', result_text: 'done' });
  await order.attempt('notify', 1);
  journey.pass(DAY + 1);
  await order.attempt('notify', 2);
  await journey.roundtrip.rooms.forgetOld.run();
  expect((await order.read()).result).not.toBeNull();
  journey.marketplace.answer = () => 200;
  journey.clock.advanceTo(await order.dueAt('notify'));
  await order.toldUpTo('order.completed');
  await eventually(async () => {
    await journey.roundtrip.rooms.forgetOld.run();
    return (await order.read()).result === null;
  });
});

function oneFile(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const [file] = entries.filter((entry) => entry.isFile());
  return `${file!.parentPath}/${file!.name}`;
}
