import fc from 'fast-check';
import type { Tx } from '../../../src/storage/database/unit-of-work.js';
import { CLAIM, type WorkRow } from '../../../src/storage/entities/work.js';
import type { Model } from './model.js';
import { clock, unitOf, type Process, type Unit } from './processes.js';

/** Two pieces of work, one in each queue of pg-boss, both of lane `a`. */
export const KEYS = ['check one', 'forward two'] as const;
export type Key = (typeof KEYS)[number];
export const LATER_MS = 3_600_000;

export type Step =
  | { readonly do: 'take'; readonly laneIsFull: boolean }
  | { readonly do: 'takeThese' | 'cancel' | 'enqueue' | 'silence'; readonly key: Key }
  | { readonly do: 'takeSetAside' | 'beat' | 'die' }
  | { readonly do: 'finish' | 'giveBack' | 'begin'; readonly which: number }
  | { readonly do: 'again' | 'putOff'; readonly which: number; readonly inMs: number }
  | { readonly do: 'move'; readonly key: Key; readonly inMs: number };

export interface Actor {
  readonly process: number;
  readonly steps: readonly Step[];
}

const key = fc.constantFrom(...KEYS);
const which = fc.nat(3);
const inMs = fc.constantFrom(0, LATER_MS);
const take = fc.record({ do: fc.constant('take' as const), laneIsFull: fc.constantFrom(false, false, false, true) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: take },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('takeThese' as const), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('takeSetAside' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('again' as const), which, inMs }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('finish' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('giveBack' as const, 'begin' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('putOff' as const), which, inMs }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('silence' as const), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('beat' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'enqueue' as const), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), key, inMs }) },
);
/** Somebody is silent, and this one takes over. */
const takeOver = fc.tuple(fc.record({ do: fc.constant('silence' as const), key }), take);
const some: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 5, arbitrary: step.map((one) => [one]) },
  { weight: 2, arbitrary: takeOver },
);
/** The first thing is to have something: a process that has nothing in hand can do little. */
const steps = fc
  .tuple(take, fc.array(some, { minLength: 1, maxLength: 2 }))
  .map(([first, more]) => [first, ...more.flat()]);
/** Two of one process do as a process does: its attempts end while it fetches. */
export const actors: fc.Arbitrary<Actor[]> = fc.array(fc.record({ process: fc.nat(2), steps }), {
  ...{ minLength: 2, maxLength: 3 },
});

/** Does one step as a process, and tells the model what came of it. */
export async function doStep(process: Process, model: Model, step: Step): Promise<void> {
  const { work, name, source } = process;
  const now = clock.now();
  let since = model.mark;
  const run = (unit: Unit, act: () => Promise<unknown>) =>
    unitOf.run({ begun: () => (since = model.mark), ...unit }, act);
  const take = async (act: () => Promise<WorkRow[]>) => {
    const [jobs, stale] = [new Map<string, number>(), new Set<string>()];
    const unit: Unit = {
      fetched: (ids) => ids.forEach((id) => jobs.set(id, model.handedOut(id))),
      begun: () => jobs.forEach((job, id) => (job < model.timesHandedOut(id) ? stale.add(id) : stale)),
      committed: (rows) => {
        for (const row of rows as WorkRow[]) {
          if (stale.has(row.work_id)) throw new Error(`${name} took a row whose job had been handed out anew.`);
          model.took(name, row, jobs.get(row.work_id) ?? model.handedOut(row.work_id));
          if (row.claim === CLAIM.held) process.handed.push(row);
        }
      },
    };
    await run(unit, act);
  };
  const write = (write: (tx: Tx) => Promise<unknown>, committed: (value: unknown) => void) =>
    run({ committed }, () => process.database.unit.run(write));

  switch (step.do) {
    case 'take':
      return take(() => source.takeDue(now, 10, step.laneIsFull ? ['a'] : []));
    case 'takeThese':
      return take(() => source.takeThese(now, [split(step.key)], []));
    case 'takeSetAside':
      return take(() => source.takeSetAside('a', 10));
    case 'beat':
      return process.beat();
    case 'die':
      process.life.isDead = true;
      return model.died();
    case 'silence':
      await process.database.statement(AGE, [step.key]);
      model.silent(step.key);
      return process.beat();
    case 'cancel': {
      const { kind, subject } = split(step.key);
      return void (await write(
        (tx) => work.cancel(tx, subject, [kind]),
        () => model.cancelled(step.key),
      ));
    }
    case 'enqueue':
      return void (await write(
        (tx) => lay(work, tx, step.key),
        (laid) => (laid ? model.laid(laid as WorkRow & { key: string }) : model.notLaid(step.key, since)),
      ));
    case 'move': {
      const { kind, subject } = split(step.key);
      return void (await write(
        (tx) => work.moveTo(tx, kind, subject, now + step.inMs),
        (moved) => (moved ? model.moved(step.key, now + step.inMs) : model.notMoved(step.key, since)),
      ));
    }
    default:
      return writeHeld(process, model, step);
  }
}

/** A write of who took a row up, and may have lost it since. */
async function writeHeld(process: Process, model: Model, step: Extract<Step, { which: number }>): Promise<void> {
  const { work, name, source } = process;
  const now = clock.now();
  let since = model.mark;
  const run = (committed: (value: unknown) => void, act: () => Promise<unknown>) =>
    unitOf.run({ begun: () => (since = model.mark), committed }, act);
  const write = (write: (tx: Tx) => Promise<unknown>, committed: (value: unknown) => void) =>
    run(committed, () => process.database.unit.run(write));
  const held = process.handed.at(-1 - (step.which % Math.max(1, process.handed.length)));
  if (!held) return;
  const given = (dueAt: number) => () => {
    if (model.held(held)) model.wrote(name, held, { claim: CLAIM.free, due_at: dueAt });
    else model.refused(name, held, since);
  };
  switch (step.do) {
    case 'finish':
      return void (await write(
        (tx) => work.finish(tx, held),
        (done) => (done ? model.wrote(name, held, null) : model.refused(name, held, since)),
      ));
    case 'again': {
      const next = { claim: CLAIM.free, attempt: held.attempt + 1, due_at: now + step.inMs };
      return void (await write(
        (tx) => work.reschedule(tx, held, { dueAt: next.due_at, state: '{}' }),
        (done) => (done ? model.wrote(name, held, next) : model.refused(name, held, since)),
      ));
    }
    case 'giveBack':
      return void (await run(given(held.due_at), () => source.giveBack([held])));
    case 'putOff':
      return void (await run(given(now + step.inMs), () => source.giveBack([held], now + step.inMs)));
    case 'begin':
      return source.begin([held]);
  }
}

/** An hour passes for one job in which nobody says that it lives. */
const AGE = `UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE state = 'active' AND id IN
  (SELECT CAST(substr(work_id, 5) AS uuid) FROM work WHERE kind || ' ' || subject = $1)`;

/** Lays one down; answers the row where there was none. */
export async function lay(work: Process['work'], tx: Tx, key: Key): Promise<(WorkRow & { key: string }) | null> {
  const { kind, subject } = split(key);
  const laid = await work.add(tx, {
    ...{ kind, subject, lane: 'a', lane_limit: 10, origin: 'https://a.test', run: 1, by_sweep: 0, state: '{}' },
    due_at: clock.now(),
  });
  if (!laid) return null;
  // One that ended as this was laid down is still to be seen here.
  const sql = 'SELECT * FROM work WHERE kind = $1 AND subject = $2 ORDER BY work_id DESC LIMIT 1';
  const [row] = await tx.query<WorkRow>(sql, [kind, subject]);
  return { ...(row as WorkRow), key };
}

export function split(key: string): { kind: string; subject: string } {
  const [kind = '', subject = ''] = key.split(' ');
  return { kind, subject };
}
