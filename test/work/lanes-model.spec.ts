import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { Lanes, type LaneLimits } from '../../src/work/engine/lanes.js';
import { shareOf } from '../../src/work/owners.js';
import { workRow } from './work-row.js';

/** Kinds that wait behind all others of their lane. */
const MANY: ReadonlySet<string> = new Set(['check', 'poll', 'job']);

/** Who was passed over by whom, while they could have had a turn. */
class Turns {
  private readonly passed = new Map<string, Set<string>>();

  /** Whoever has a turn has passed over all that can have one, and must not have done so before; and is passed over no more. */
  take(who: string, able: ReadonlySet<string>): void {
    const cheated = [...(this.passed.get(who) ?? [])].filter((other) => able.has(other));
    expect({ turn: who, cheated }).toEqual({ turn: who, cheated: [] });
    for (const others of this.passed.values()) others.delete(who);
    this.passed.set(who, new Set([...able].filter((other) => other !== who)));
  }
}

/**
 * The lanes against a plain model: lists that are searched from the start each time. After every step the limits hold, nothing
 * that may start is kept waiting, and no share, and no lane of one, is passed over while another has two turns.
 */
class Model {
  readonly waiting: WorkRow[] = [];
  readonly running: WorkRow[] = [];
  readonly limitOf = new Map<string, number>();
  /** Shares that were passed over since a share's last turn, while they could have started something; and lanes of one share. */
  private readonly passed = { shares: new Turns(), lanes: new Turns() };

  constructor(readonly limits: LaneLimits) {}

  add(row: WorkRow): void {
    this.waiting.push(row);
    this.limitOf.set(row.lane, row.lane_limit);
  }

  retarget(lane: string, limit: number): void {
    if (this.of(this.waiting, lane).length + this.of(this.running, lane).length > 0) this.limitOf.set(lane, limit);
  }

  /** The rows that could be next of their lane: the first forward or notice and the first check, where their origin is free. */
  startable(lane: string): WorkRow[] {
    const { total } = this.limits;
    const share = shareOf(lane);
    const running = this.running.filter((row) => shareOf(row.lane).name === share.name).length;
    // All that an owner has may hold half of the places.
    if (share.isOwners && running >= Math.max(1, Math.floor(total / 2))) return [];
    const isIdle = running === 0;
    // The last eighth, here and at each origin, is for shares that have nothing running.
    if (this.running.length >= (isIdle ? total : total - Math.floor(total / 8))) return [];
    if (this.of(this.running, lane).length >= (this.limitOf.get(lane) ?? 0)) return [];
    const own = this.of(this.waiting, lane);
    const heads = [own.find((row) => !MANY.has(row.kind)), own.find((row) => MANY.has(row.kind))];
    const { perOrigin } = this.limits;
    const atOrigin = isIdle ? perOrigin : perOrigin - Math.floor(perOrigin / 8);
    return heads.filter((row) => row !== undefined).filter((row) => this.atOrigin(row.origin) < atOrigin);
  }

  get lanesThatCan(): string[] {
    const lanes = [...new Set(this.waiting.map((row) => row.lane))];
    return lanes.filter((lane) => this.startable(lane).length > 0);
  }

  /** Takes the start over from the lanes, and holds it against the rules. */
  started(begun: WorkRow | null): void {
    const able = this.lanesThatCan;
    if (!begun) return expect(able).toEqual([]);
    // Of what the lane could start, the forward or notice goes first.
    const [row] = this.startable(begun.lane);
    expect(row?.work_id).toBe(begun.work_id);
    if (!row) return;
    const share = shareOf(row.lane).name;
    this.passed.shares.take(share, new Set(able.map((lane) => shareOf(lane).name)));
    this.passed.lanes.take(row.lane, new Set(able.filter((lane) => shareOf(lane).name === share)));
    this.waiting.splice(this.waiting.indexOf(row), 1);
    this.running.push(row);
    expect(this.running.length).toBeLessThanOrEqual(this.limits.total);
    expect(this.atOrigin(row.origin)).toBeLessThanOrEqual(this.limits.perOrigin);
    expect(this.of(this.running, row.lane).length).toBeLessThanOrEqual(this.limitOf.get(row.lane) ?? 0);
  }

  done(row: WorkRow): void {
    this.running.splice(this.running.indexOf(row), 1);
    const idle = this.of(this.running, row.lane).length + this.of(this.waiting, row.lane).length === 0;
    if (idle) this.limitOf.delete(row.lane);
  }

  private atOrigin(origin: string): number {
    return this.running.filter((row) => row.origin === origin).length;
  }

  private of(rows: readonly WorkRow[], lane: string): WorkRow[] {
    return rows.filter((row) => row.lane === lane);
  }
}

interface Pair {
  readonly lanes: Lanes;
  readonly seen: Set<string>;
}
type Step = fc.Command<Model, Pair>;

class Add implements Step {
  constructor(private readonly row: Pick<WorkRow, 'lane' | 'lane_limit' | 'origin' | 'kind'>) {}
  check = () => true;
  run(model: Model, { lanes }: Pair): void {
    const row = workRow(this.row);
    model.add(row);
    lanes.add(row);
  }
  toString = () => `add(${Object.values(this.row).join(' ')})`;
}

class Next implements Step {
  check = () => true;
  run(model: Model, { lanes, seen }: Pair): void {
    // As the engine does.
    if (lanes.wantsLook) lanes.looked();
    const row = lanes.next();
    if (row) expect(seen.has(row.work_id)).toBe(false);
    if (row) seen.add(row.work_id);
    model.started(row);
    expect(lanes.inFlight).toBe(model.running.length);
  }
  toString = () => 'next()';
}

class Done implements Step {
  constructor(private readonly which: number) {}
  check = (model: Readonly<Model>) => model.running.length > 0;
  run(model: Model, { lanes }: Pair): void {
    const row = model.running[this.which % model.running.length] as WorkRow;
    model.done(row);
    lanes.done(row);
  }
  toString = () => `done(${this.which})`;
}

class Retarget implements Step {
  constructor(
    private readonly lane: string,
    private readonly limit: number,
  ) {}
  check = () => true;
  run(model: Model, { lanes }: Pair): void {
    lanes.retarget({ lane: this.lane, limit: this.limit, origins: {} });
    model.retarget(this.lane, this.limit);
  }
  toString = () => `retarget(${this.lane} ${this.limit})`;
}

const name = fc.constantFrom('a', 'b', 'c', 'd', 'poll:x:1', 'job:x:1', 'job:x:2', 'poll:y:1', 'tick:y:');
const limit = fc.integer({ min: 1, max: 4 });
const row = fc.record({
  lane: name,
  lane_limit: limit,
  origin: fc.constantFrom('https://one', 'https://two', 'https://three'),
  kind: fc.constantFrom('check', 'check', 'poll', 'job', 'forward', 'notify'),
});
const steps = fc.commands(
  [
    row.map((of) => new Add(of)),
    row.map((of) => new Add(of)),
    fc.constant(new Next()),
    fc.constant(new Next()),
    fc.nat(50).map((which) => new Done(which)),
    fc.tuple(name, limit).map(([lane, to]) => new Retarget(lane, to)),
  ],
  { maxCommands: 120, size: 'max' },
);
const limits = fc.record({ total: fc.integer({ min: 1, max: 8 }), perOrigin: fc.integer({ min: 1, max: 4 }) });

it('lanes keep every limit, start whatever may start, take turns by shares, and lose and double nothing', () => {
  fc.assert(
    fc.property(limits, steps, (of, commands) => {
      const model = new Model(of);
      const lanes = new Lanes(of);
      fc.modelRun(() => ({ model, real: { lanes, seen: new Set<string>() } }), commands);
      // In the end everything comes out, running or drained, exactly once.
      while (model.running.length > 0) {
        const ended = model.running[0] as WorkRow;
        model.done(ended);
        lanes.done(ended);
      }
      const rest = lanes.drain().map((left) => left.work_id);
      expect(rest.sort()).toEqual(model.waiting.map((left) => left.work_id).sort());
      expect(lanes.inFlight).toBe(0);
    }),
    { numRuns: 400 },
  );
});
