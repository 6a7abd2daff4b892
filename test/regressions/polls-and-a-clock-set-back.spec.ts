import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { usePolls } from '../polls/polls-journey.js';

/**
 * Equal requests of a poll in a row are one attempt. Which was the newest was told by its id, and ids sort by the clock of the machine:
 * after a restart with the clock set back a request was counted on a row from before, past others that had come in between.
 */
const polls = usePolls();
const { journey } = polls;
const LATER = 'att_fffffffffff77fffbfffffffffffffff';

it('a request is counted on the one before it, whatever its id, also after a restart', async () => {
  const { url } = polls.target((n) => ({ body: { status: n === 2 ? 'queued' : 'working' } }));
  const id = await polls.make({ url, response_filter: { body: { status: ['done'] } } });
  await polls.asked(id, 1);
  const sql = 'UPDATE attempts SET attempt_id = $2 WHERE poll_id = $1';
  const { unit } = journey.roundtrip.storage.database;
  // As if the first had been made by a clock that was ahead.
  await unit.run(async (tx) => {
    await tx.run(sql, [id, LATER]);
    await tx.run(`UPDATE work SET state = $2 WHERE subject = $1`, [id, JSON.stringify({ newest: LATER })]);
  });
  await journey.roundtrip.stop();
  await journey.boot();
  for (let n = 2; n <= 5; n++) {
    journey.clock.advanceTo(Date.parse((await polls.read(id)).next_check_at!));
    await eventually(async () => (await polls.read(id)).attempts === n);
  }
  const rows = await polls.attemptRows(id);
  const counted = rows.map(({ attempt_num, repeated }) => [attempt_num, repeated]);
  expect(counted.sort()).toEqual([
    [1, 1],
    [2, 1],
    [3, 3],
  ]);
});
