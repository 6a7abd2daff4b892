/**
 * A process fetched a job of the shared queue and stood still before it took the row. Meanwhile another had written that row's next run,
 * an hour later. The first went on and took the row all the same: it ran an hour too early, and, since its job waited and was not
 * active, no expiry would ever have found it again had that process died.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { openSharedParts, type SharedParts } from '../work/shared-parts.js';

const HOUR_MS = 3_600_000;
let server: TestPostgres;
let parts: SharedParts;
beforeAll(async () => {
  server = await startTestPostgres();
  parts = await openSharedParts(await server.fresh());
});
afterAll(async () => {
  await parts.database.close();
  await server.remove();
});

it('what was moved after it was fetched is not taken, and keeps its job', async () => {
  const { database, work, clock } = parts;
  await parts.lay('one');
  const standsStill = parts.source({
    run: async (unit) => {
      // Between the fetch and the taking.
      await database.unit.run((tx) => work.moveTo(tx, 'check', 'one', clock.now() + HOUR_MS));
      return database.unit.run(unit);
    },
  });
  expect(await standsStill.takeDue(clock.now(), 10, [])).toEqual([]);
  expect(await work.find('check', 'one')).toMatchObject({ claim: 0, taken: 0, due_at: clock.now() + HOUR_MS });
  expect(await parts.jobs()).toEqual([{ subject: 'one', state: 'created', waitsS: 3600 }]);
});

it('what was moved and fetched by another after it was fetched is left to that other', async () => {
  const { database, work, clock } = parts;
  await parts.lay('two');
  const other = parts.source();
  const taken: string[] = [];
  const standsStill = parts.source({
    run: async (unit) => {
      await database.unit.run((tx) => work.moveTo(tx, 'check', 'two', clock.now()));
      taken.push(...(await other.takeDue(clock.now(), 10, [])).map(({ subject }) => subject));
      return database.unit.run(unit);
    },
  });
  expect(await standsStill.takeDue(clock.now(), 10, [])).toEqual([]);
  expect(taken).toEqual(['two']);
  expect(await work.find('check', 'two')).toMatchObject({ claim: 1, taken: 1 });
});
