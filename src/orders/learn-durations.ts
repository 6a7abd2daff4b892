import type { Clock } from '../domain/clock.js';
import { classKey, classPrefix, MAX_LEARNED_CLASSES, type NamedClass } from '../domain/learned/class-key.js';
import { EMPTY_SKETCH, record, sampleSize, type SeenDuration } from '../domain/learned/duration-sketch.js';
import { seenDuration, type EndedBy } from '../domain/learned/seen-duration.js';
import { leastKnown } from '../domain/learned/least-known.js';
import { readSketch, writeSketch } from '../domain/learned/sketch-json.js';
import type { OrderChange } from '../domain/order.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import { ALL_CLASSES, type DurationStore } from '../storage/duration-store.js';
import type { OrderReading } from '../storage/order-store.js';
import type { WorkStore } from '../storage/work-store.js';
import type { Cause } from './change-order.js';
import type { CheckState } from './forward-state.js';

/** Hears, once it is committed, that a sketch has grown to so many samples. */
export type SketchGrew = (shortId: string, ofClass: string, samples: number) => void;

const EMPTY = writeSketch(EMPTY_SKETCH);

/**
 * Feeds the durations of a tool, whatever its plan, so that a switch to `learned` finds them. Completions and the seller's
 * failures both count: whoever asks is looking for any final answer. Test orders do not; nor does an order that nobody waited
 * for (it ended with the reply to its forward, or before that came), since no check of it is ever planned; nor a word about an
 * earlier run, whose forward is forgotten.
 */
export class LearnDurations {
  constructor(
    private readonly durations: DurationStore,
    private readonly work: Pick<WorkStore, 'stateOf'>,
    private readonly clock: Clock,
    private readonly grew: SketchGrew,
  ) {}

  /** Inside the transaction that ends the order, before its work is cancelled; `order` as it was before. */
  async ended(tx: Tx, order: OrderReading, change: OrderChange, cause: Cause): Promise<void> {
    if (order.is_test === 1 || order.status !== 'processing' || order.forwarded_at === null) return;
    const { end } = cause;
    if (end !== undefined && (end.run ?? 1) !== order.run) return;
    const text = await this.work.stateOf(tx, 'check', order.order_id);
    const state = text === null ? null : (JSON.parse(text) as CheckState);
    const seen = seenDuration({
      ...{ by: endedBy(change, cause), forwardedMs: order.forwarded_at, endedMs: this.clock.now() },
      ...{ completedMs: end?.completedMs ?? null, atWorkMs: cause.atWorkAt ?? state?.atWorkAt ?? null },
    });
    if (seen === null) return;
    await this.add(tx, order.short_id, ALL_CLASSES, seen);
    await this.addToClass(tx, order.short_id, state?.class, seen);
  }

  private async addToClass(tx: Tx, shortId: string, named: NamedClass | undefined, seen: SeenDuration): Promise<void> {
    const key = classKey(named);
    if (key === null || named === undefined) return;
    if ((await this.durations.hold(tx, shortId, key)) === null) await this.makeRoom(tx, shortId, named);
    await this.add(tx, shortId, key, seen);
  }

  /** So that another class may be learned. Buyers name classes: those that came once must not keep out those that come often. */
  private async makeRoom(tx: Tx, shortId: string, named: NamedClass): Promise<void> {
    if ((await this.durations.classesOf(tx, shortId)).length < MAX_LEARNED_CLASSES) return;
    // The plan may read its classes from another key by now: those of the old one only take room.
    await this.durations.forgetOtherClasses(tx, shortId, classPrefix(named));
    const classes = await this.durations.classesOf(tx, shortId);
    for (const one of leastKnown(classes, this.clock.now()).slice(0, classes.length - MAX_LEARNED_CLASSES + 1))
      await this.durations.forgetClass(tx, shortId, one.class);
  }

  private async add(tx: Tx, shortId: string, ofClass: string, seen: SeenDuration): Promise<void> {
    const now = this.clock.now();
    const held = await this.durations.hold(tx, shortId, ofClass);
    const text = held ?? (await this.durations.open(tx, shortId, ofClass, EMPTY, now));
    const read = readSketch(text);
    // A sketch that cannot be read begins anew: no order may fail for its statistics.
    const sketch = record(read.ok ? read.sketch : EMPTY_SKETCH, seen, now);
    const samples = sampleSize(sketch);
    const row = { short_id: shortId, class: ofClass, sketch: writeSketch(sketch), samples, updated_at: now };
    await this.durations.write(tx, row);
    tx.afterCommit(() => this.grew(shortId, ofClass, sketch.samples));
  }
}

function endedBy(change: OrderChange, cause: Cause): EndedBy {
  if (change === 'expire' || change === 'cancel') return 'given_up';
  return cause.kind === 'check' ? 'found' : 'told';
}
