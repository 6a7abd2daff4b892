import { createHash } from 'node:crypto';
import type { SessionQuery } from '../../storage/database/postgres-session.js';
import type { Place } from '../work-source.js';

interface Taken {
  readonly key: number;
  readonly slot: number;
}

/** A call that waits for its place. */
interface Ask {
  readonly key: number;
  readonly limit: number;
  answer(place: Place | null): void;
  fail(error: unknown): void;
}

/** The places that the new session got again: the old one may have them still, and later somebody else. */
const TAKE_AGAIN = `SELECT key, slot FROM jsonb_to_recordset($1::jsonb) AS lost (key int, slot int) WHERE pg_try_advisory_lock(key, slot)`;
/** The first free places of each lane that are none of ours: a session gets its own lock twice. */
const TAKE = `SELECT asked.key, free.slot FROM jsonb_to_recordset($1::jsonb) AS asked (key int, places int, wanted int, ours jsonb),
  LATERAL (SELECT slot FROM generate_series(1, asked.places) AS slot
    WHERE CASE WHEN asked.ours @> to_jsonb(slot) THEN false ELSE pg_try_advisory_lock(asked.key, slot) END
    LIMIT asked.wanted) AS free`;
const LEAVE = `SELECT pg_advisory_unlock(key, slot) FROM jsonb_to_recordset($1::jsonb) AS taken (key int, slot int)`;

/**
 * The places of each lane among all processes: a place is an advisory lock of this process's session, so a process that dies leaves
 * them at once. They fall with the connection while calls go on: then nothing of a lane starts until all that it had are taken again.
 *
 * What is left and asked for while a statement is under way goes together into the next: hundreds of calls begin and end side by side.
 */
export class Places {
  private readonly taken = new Set<Taken>();
  /** Those of these that the present session has not. */
  private readonly lost = new Set<Taken>();
  private asks: Ask[] = [];
  private left: Taken[] = [];
  private working: Promise<void> | null = null;

  /** `query` refuses while the session is away; `reset` gives up the session, whose locks are in doubt. */
  constructor(
    private readonly query: SessionQuery,
    private readonly reset: (error: unknown) => void,
  ) {}

  /** A place for a call of this lane, or null where there is none. */
  take(lane: string, limit: number): Promise<Place | null> {
    return new Promise((answer, fail) => {
      this.asks.push({ key: keyOf(lane), limit, answer, fail });
      this.work();
    });
  }

  /** The session was made anew: what is under way takes its places again, as far as nobody else has them by now. */
  async takeAgain(query: SessionQuery): Promise<void> {
    for (const place of this.taken) this.lost.add(place);
    await this.regain(query);
    const left = this.left.splice(0);
    if (left.length > 0) await query(LEAVE, [JSON.stringify(left)]);
  }

  private get isAsked(): boolean {
    return this.left.length + this.asks.length > 0;
  }

  private work(): void {
    // Once all that begin in this turn have asked.
    this.working ??= Promise.resolve()
      .then(() => this.turns())
      .finally(() => {
        this.working = null;
        if (this.asks.length > 0) this.work(); // as the last turn ended
      });
  }

  private async turns(): Promise<void> {
    while (this.isAsked) {
      const [left, asks] = [this.left.splice(0), this.asks.splice(0)];
      const hasLeft = left.length === 0 || (await this.leaveAll(left));
      if (asks.length > 0) await this.answer(asks);
      if (!hasLeft) return;
    }
  }

  /** What cannot be left now is left before anything is taken again: a session that was made anew meanwhile may have it. */
  private async leaveAll(left: readonly Taken[]): Promise<boolean> {
    try {
      await this.query(LEAVE, [JSON.stringify(left)]);
      return true;
    } catch (error) {
      this.left.unshift(...left);
      this.reset(error);
      return false;
    }
  }

  private async regain(query: SessionQuery): Promise<void> {
    const asked = [...this.lost];
    if (asked.length === 0) return;
    const got = await query<Taken>(TAKE_AGAIN, [JSON.stringify(asked)]);
    const has = new Set(got.map(({ key, slot }) => `${key} ${slot}`));
    for (const place of asked) {
      if (!has.has(`${place.key} ${place.slot}`)) continue;
      this.lost.delete(place);
      // Its call ended as it was taken again.
      if (!this.taken.has(place)) this.left.push(place);
    }
  }

  /** One statement for all: the next must know which places this one got. */
  private async answer(asks: readonly Ask[]): Promise<void> {
    const lanes = new Map<number, Ask[]>();
    for (const ask of asks) lanes.set(ask.key, [...(lanes.get(ask.key) ?? []), ask]);
    try {
      await this.regain(this.query);
      const without = new Set([...this.lost].map(({ key }) => key));
      const wants = [...lanes]
        .filter(([key]) => !without.has(key))
        .map(([key, of]) => ({ key, places: of.at(-1)?.limit, wanted: of.length, ours: this.ours(key) }));
      for (const found of await this.query<Taken>(TAKE, [JSON.stringify(wants)]))
        lanes.get(found.key)?.shift()?.answer(this.enter(found));
      for (const ask of [...lanes.values()].flat()) ask.answer(null);
    } catch (error) {
      // What it got before it failed is the session's still.
      this.reset(error);
      for (const ask of asks) ask.fail(error);
    }
  }

  private ours(key: number): number[] {
    return [...this.taken].filter((place) => place.key === key).map(({ slot }) => slot);
  }

  private enter(place: Taken): Place {
    this.taken.add(place);
    return { leave: () => this.leave(place) };
  }

  private leave(place: Taken): void {
    if (!this.taken.delete(place)) return;
    // One that is lost is nobody's to leave, or is told apart once it is taken again.
    if (this.lost.delete(place)) return;
    this.left.push(place);
    this.work();
  }
}

/** Two lanes of one number would share their places: with a million lanes that happens to about a hundred pairs. */
function keyOf(lane: string): number {
  return createHash('sha256').update(lane).digest().readInt32BE(0);
}
