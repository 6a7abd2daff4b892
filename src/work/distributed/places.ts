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

/** The first free places of each lane that are none of ours: a session gets its own lock twice. */
const TAKE = `SELECT asked.key, free.slot FROM jsonb_to_recordset($1::jsonb) AS asked (key int, places int, wanted int, ours jsonb),
  LATERAL (SELECT slot FROM generate_series(1, asked.places) AS slot
    WHERE CASE WHEN asked.ours @> to_jsonb(slot) THEN false ELSE pg_try_advisory_lock(asked.key, slot) END
    LIMIT asked.wanted) AS free`;
const LEAVE = `SELECT pg_advisory_unlock(key, slot) FROM jsonb_to_recordset($1::jsonb) AS taken (key int, slot int)`;

/**
 * The places of each lane among all processes: a place is an advisory lock of this process's session, so a process that dies leaves
 * them at once. They fall with the connection while calls go on: then nothing starts until as many have been taken again as there are.
 *
 * What is left and asked for while a statement is under way goes together into the next: hundreds of calls begin and end side by side.
 */
export class Places {
  private readonly taken = new Set<Taken>();
  private asks: Ask[] = [];
  private left: Taken[] = [];
  private working: Promise<void> | null = null;

  /** `query` refuses while the session is away. */
  constructor(private readonly query: SessionQuery) {}

  /** A place for a call of this lane, or null where there is none. */
  take(lane: string, limit: number): Promise<Place | null> {
    return new Promise((answer, fail) => {
      this.asks.push({ key: keyOf(lane), limit, answer, fail });
      this.work();
    });
  }

  /** The session was made anew: what is under way takes its places again, as far as nobody else has them by now. */
  async takeAgain(query: SessionQuery): Promise<void> {
    for (const { key, slot } of this.taken) await query('SELECT pg_try_advisory_lock($1::int, $2::int)', [key, slot]);
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
        if (this.isAsked) this.work(); // as the last turn ended
      });
  }

  private async turns(): Promise<void> {
    while (this.isAsked) {
      const [left, asks] = [this.left.splice(0), this.asks.splice(0)];
      // A session that is lost has left them all.
      if (left.length > 0) await this.query(LEAVE, [JSON.stringify(left)]).catch(() => undefined);
      if (asks.length > 0) await this.answer(asks);
    }
  }

  /** One statement for all: the next must know which places this one got. */
  private async answer(asks: readonly Ask[]): Promise<void> {
    const lanes = new Map<number, Ask[]>();
    for (const ask of asks) lanes.set(ask.key, [...(lanes.get(ask.key) ?? []), ask]);
    const wants = [...lanes].map(([key, of]) => ({
      ...{ key, places: of.at(-1)?.limit, wanted: of.length, ours: this.ours(key) },
    }));
    try {
      for (const found of await this.query<Taken>(TAKE, [JSON.stringify(wants)]))
        lanes.get(found.key)?.shift()?.answer(this.enter(found));
      for (const ask of [...lanes.values()].flat()) ask.answer(null);
    } catch (error) {
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
    this.left.push(place);
    this.work();
  }
}

/** Two lanes of one number would share their places: with a million lanes that happens to about a hundred pairs. */
function keyOf(lane: string): number {
  return createHash('sha256').update(lane).digest().readInt32BE(0);
}
