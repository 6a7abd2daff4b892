import { afterEach, describe } from '@jest/globals';
import { EngineWorld, type EngineAdapter } from './engine-world.js';
import { attemptsThatFail } from './suite/attempts-that-fail.js';
import { changesOfWork } from './suite/changes-of-work.js';
import { clockJumps } from './suite/clock-jumps.js';
import { fairShares } from './suite/fair-shares.js';
import { goingInGroups } from './suite/going-in-groups.js';
import { holdsThatAreLost } from './suite/holds-that-are-lost.js';
import { limitsAndTurns } from './suite/limits-and-turns.js';
import { manyProcesses } from './suite/many-processes.js';
import { manyRows } from './suite/many-rows.js';
import { stopping } from './suite/stopping.js';
import { sweeping } from './suite/sweeping.js';
import { whenItRuns } from './suite/when-it-runs.js';

/** Opens a world for one test; it is closed when the test has ended. */
export type OpenWorld = (limits?: { total: number; perOrigin: number }) => Promise<EngineWorld>;

/**
 * What every engine does, through its port alone (src/work/work-engine.ts). What an engine cannot do is named here, once:
 * - distributed: it goes by the database's clock, which is everybody's: when that jumps, nothing is moved.
 * - embedded: it has its database to itself: nothing is shared out between processes, and the next one takes all that the last had.
 */
export function engineSuite(adapter: EngineAdapter): void {
  describe(`the ${adapter.name} engine`, () => {
    const worlds: EngineWorld[] = [];
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });
    const open: OpenWorld = async (limits) => {
      const world = await EngineWorld.open(adapter, limits);
      worlds.push(world);
      await world.engine.start();
      return world;
    };
    whenItRuns(open);
    changesOfWork(open);
    limitsAndTurns(open);
    fairShares(open);
    goingInGroups(open);
    attemptsThatFail(open);
    stopping(open);
    manyRows(open);
    sweeping(open);
    holdsThatAreLost(open);
    if (adapter.isShared) manyProcesses(open);
    if (adapter.watchesClock) clockJumps(open);
  });
}
