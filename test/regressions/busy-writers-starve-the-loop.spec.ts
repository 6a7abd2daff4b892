/**
 * Story: when statements stopped going through TypeORM's query runner, nothing in the group commit waited for the event loop
 * any more: SQLite answers at once, and promises are settled without leaving the microtasks. As long as each answered unit was
 * followed by another, the queue was drained for ever: no timer fired, no socket was read, the process could not even be
 * stopped by SIGTERM. A test that killed a busy writer hung for ten minutes before anybody noticed. Since then each group is
 * preceded by one turn of the loop.
 */
import { expect, it } from '@jest/globals';
import { openSqlite } from '../../src/storage/database/database.js';
import { makeTempFolder } from '../support/temp-folder.js';

it('writers that never pause leave timers and sockets their turn', async () => {
  const folder = makeTempFolder();
  const database = await openSqlite(folder.join('busy.sqlite'));
  let fired = false;
  setTimeout(() => (fired = true), 1);
  let units = 0;
  const write = async () => {
    // Bounded, so that a starved loop fails this test rather than hanging it.
    while (!fired && units < 50_000) {
      units += 1;
      await database.unit.run((tx) => tx.query('SELECT 1'));
    }
  };
  await Promise.all(Array.from({ length: 20 }, write));
  expect(fired).toBe(true);
  await database.close();
  folder.remove();
});
