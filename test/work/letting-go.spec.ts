import { afterEach, expect, it } from '@jest/globals';
import type { WorkRow } from '../../src/storage/entities/work.js';
import type { WorkStore } from '../../src/storage/work-store.js';
import { LanedEngine } from '../../src/work/engine/laned-engine.js';
import type { WorkSource } from '../../src/work/work-source.js';
import { SUSPECT_AT } from '../../src/storage/work-claims.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';
import { workRow } from './work-row.js';

const engines: LanedEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop(0);
});

/** An engine that is given these rows once, and whose calls end when the test says. */
async function start(rows: readonly WorkRow[], hasPlaces = true) {
  const seen = { begun: [] as string[], started: [] as string[], givenBack: [] as string[] };
  const subjects = (works: readonly WorkRow[]) => works.map(({ subject }) => subject);
  const taken = [[...rows]];
  let sure = true;
  let end = (): void => undefined;
  const source = {
    ...{ open: async () => undefined, close: async () => undefined, isSure: () => sure, nextDueAt: async () => null },
    takeDue: async () => taken.shift() ?? [],
    ...{
      takeThese: async () => [],
      takeSetAside: async () => [],
      place: async () => (hasPlaces ? { leave: () => undefined } : null),
    },
    begin: async (works: readonly WorkRow[]) => void seen.begun.push(...subjects(works)),
    giveBack: async (works: readonly WorkRow[]) => void seen.givenBack.push(...subjects(works)),
  } as unknown as WorkSource;
  const attempt = (work: WorkRow, signal: AbortSignal) => {
    seen.started.push(work.subject);
    return new Promise<void>((ended) => {
      end = ended;
      signal.addEventListener('abort', () => ended());
    });
  };
  const engine = new LanedEngine({
    ...{ source, attempt, attemptGroup: () => Promise.resolve(), clock: new ManualClock(), random: () => 0.5 },
    ...{ limits: { total: 10, perOrigin: 10 }, work: {} as WorkStore, unit: { run: (act) => act({} as never) } },
    ...{ jumps: { settle: async () => undefined }, broke: () => undefined, quarantined: () => undefined },
  });
  engines.push(engine);
  await engine.start();
  if (hasPlaces) await eventually(() => seen.started.length === 1);
  return { seen, engine, end: () => end(), loseHold: () => void (sure = false) };
}

it('work that was taken up often and never ended counts as begun when its call begins, not while it waits for that', async () => {
  const suspects = ['one', 'two', 'three'].map((subject) => workRow({ subject, tries: SUSPECT_AT, lane_limit: 1 }));
  const { seen, end } = await start(suspects);
  expect(seen.begun).toEqual(['one']);
  end();
  await eventually(() => seen.started.length === 2);
  expect(seen.begun).toEqual(['one', 'two']);
});

it('what waits in a process that may have been taken for dead is not begun there, and is given back', async () => {
  const rows = ['one', 'two', 'three'].map((subject) => workRow({ subject, lane_limit: 1 }));
  const { seen, end, loseHold } = await start(rows);
  loseHold();
  end();
  await eventually(() => seen.givenBack.length === 2);
  expect([seen.started, seen.givenBack]).toEqual([['one'], ['two', 'three']]);
});

it('what somebody waits for goes to the others where they have all its places; a check waits for one', async () => {
  const rows = [workRow({ subject: 'sent', kind: 'forward', lane: 'a' }), workRow({ subject: 'asked', lane: 'b' })];
  const { seen } = await start(rows, false);
  await eventually(() => seen.givenBack.length > 0);
  expect([seen.started, seen.givenBack]).toEqual([[], ['sent']]);
});

it('what waits for a place as the process is told to stop is given back at once', async () => {
  const { seen, engine } = await start([workRow({ subject: 'asked' })], false);
  const stopped = engine.stop(60_000);
  await eventually(() => seen.givenBack.includes('asked'));
  await stopped;
});
