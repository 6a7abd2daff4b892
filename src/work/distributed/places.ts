import { createHash } from 'node:crypto';
import type { SessionQuery } from '../../storage/database/postgres-session.js';
import type { Place } from '../work-source.js';

interface Taken {
  readonly key: number;
  readonly slot: number;
}

/** The first free place of a lane that is not one of ours: a session gets its own lock twice. */
const TAKE = `SELECT s FROM generate_series(1, $2::int) AS s
  WHERE s NOT IN (SELECT jsonb_array_elements_text($3::jsonb)::int) AND pg_try_advisory_lock($1::int, s) LIMIT 1`;

/**
 * The places of each lane among all processes: a place is an advisory lock of this process's session, so a process that dies leaves
 * them at once. They fall with the connection while calls go on: then nothing starts until as many have been taken again as there are.
 */
export class Places {
  private readonly taken = new Set<Taken>();
  private line: Promise<unknown> = Promise.resolve();

  /** `query` refuses while the session is away. */
  constructor(private readonly query: SessionQuery) {}

  /** A place for a call of this lane, or null where there is none. */
  take(lane: string, limit: number): Promise<Place | null> {
    // One after the other: the next must know which places the one before got.
    const taken = this.line.then(() => this.takeNext(lane, limit));
    this.line = taken.catch(() => undefined);
    return taken;
  }

  private async takeNext(lane: string, limit: number): Promise<Place | null> {
    const key = keyOf(lane);
    const ours = [...this.taken].filter((place) => place.key === key).map(({ slot }) => slot);
    const [found] = await this.query<{ s: number }>(TAKE, [key, limit, JSON.stringify(ours)]);
    if (!found) return null;
    const place = { key, slot: found.s };
    this.taken.add(place);
    return { leave: () => this.leave(place) };
  }

  /** The session was made anew: what is under way takes its places again, as far as nobody else has them by now. */
  async takeAgain(query: SessionQuery): Promise<void> {
    for (const { key, slot } of this.taken) await query('SELECT pg_try_advisory_lock($1::int, $2::int)', [key, slot]);
  }

  private leave(place: Taken): void {
    if (!this.taken.delete(place)) return;
    this.query('SELECT pg_advisory_unlock($1::int, $2::int)', [place.key, place.slot]).catch(() => undefined);
  }
}

/** Two lanes of one number would share their places: with a million lanes that happens to about a hundred pairs. */
function keyOf(lane: string): number {
  return createHash('sha256').update(lane).digest().readInt32BE(0);
}
