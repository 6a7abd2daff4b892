import type { Clock } from '../domain/clock.js';
import { laneOf } from '../orders/schedule-checks.js';
import type { ToolWork } from '../sellers/tool-work.js';
import type { Database } from '../storage/database/database.js';
import { OutageStore } from '../storage/outage-store.js';
import { ToolStore } from '../storage/tool-store.js';
import { EndOutages } from '../work/end-outages.js';
import type { EngineRoom } from './make-engine.js';

/** What a change of a tool does to its open work and to its outages. */
export function toolWork(
  room: Pick<EngineRoom, 'engine' | 'work' | 'outages'>,
  database: Database,
  clock: Clock,
): ToolWork {
  const { engine, work, outages } = room;
  const ends = new EndOutages({
    ...{ store: new OutageStore(database), tools: new ToolStore(database), clock },
    ended: () => outages.endedElsewhere(),
  });
  return {
    retarget: async (tx, tool, target) => {
      const origins = { forward: target.forwardOrigin, check: target.checkOrigin };
      const { laneLimit: limit, groupLimit } = target;
      await engine.retarget(tx, { lane: laneOf(tool.short_id), limit, groupLimit, origins });
      await ends.ofTool(tx, tool);
    },
    gone: (tx, tool) => ends.ofTool(tx, tool),
    unpark: async (tx, shortId, nowMs) => {
      await work.unpark(tx, laneOf(shortId), nowMs);
      tx.afterCommit(() => engine.wake());
    },
  };
}
