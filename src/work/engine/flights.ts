import type { WorkRow } from '../../storage/entities/work.js';
import type { Place, WorkSource } from '../work-source.js';
import type { Claims } from './claims.js';
import type { Lanes } from './lanes.js';
import type { Suspects } from './suspects.js';

/** A lane whose places other processes have tries again so soon. */
const PLACE_AGAIN_MS = 100;

export interface FlightsParts {
  readonly source: Pick<WorkSource, 'place' | 'isSure' | 'begin'>;
  readonly attempt: (work: WorkRow, signal: AbortSignal) => Promise<void>;
  readonly attemptGroup: (works: readonly WorkRow[], signal: AbortSignal) => Promise<void>;
  readonly broke: (error: unknown) => void;
  readonly lanes: Lanes;
  readonly claims: Pick<Claims, 'strand' | 'isHungry'>;
  readonly suspects: Suspects;
  /** Aborts calls when the process stops. */
  readonly signal: AbortSignal;
  /** Whether due work is being started. */
  readonly isOpen: () => boolean;
  /** Starts what can start. */
  readonly launch: () => void;
  /** Looks at what is due. */
  readonly wake: () => void;
}

/** Attempts under way, from the place in their lane to their end. */
export class Flights {
  private readonly flying = new Map<Promise<void>, readonly WorkRow[]>();

  constructor(private readonly parts: FlightsParts) {}

  /** The rows that are under way. */
  works(): WorkRow[] {
    return [...this.flying.values()].flat();
  }

  /** Once none is under way any more. */
  async ended(): Promise<void> {
    while (this.flying.size > 0) await Promise.allSettled(this.flying.keys());
  }

  /** Begins an attempt on a row that the lanes gave, and on what goes along. */
  begin(work: WorkRow): void {
    const { lanes, source } = this.parts;
    const works = work.group_limit > 1 ? [work, ...lanes.takeAlong(work)] : [work];
    const place = source.place(work.lane, lanes.limitOf(work));
    if (place instanceof Promise) this.flyOncePlaced(works, place);
    else this.fly(works, place);
  }

  /** Where other processes share the lane's limit. */
  private flyOncePlaced(works: readonly WorkRow[], asked: Promise<Place | null>): void {
    const { broke, source, isOpen } = this.parts;
    const flight = asked
      .catch((error: unknown) => {
        broke(error);
        return null;
      })
      .then((place) => {
        this.flying.delete(flight);
        if (place && isOpen() && source.isSure()) return this.fly(works, place);
        place?.leave();
        this.waitForPlace(works);
      });
    this.flying.set(flight, works);
  }

  private waitForPlace(works: readonly WorkRow[]): void {
    const { lanes, isOpen, launch } = this.parts;
    const lane = works[0]?.lane ?? '';
    lanes.pause(works);
    if (!isOpen()) return;
    setTimeout(() => {
      lanes.resume(lane);
      launch();
    }, PLACE_AGAIN_MS).unref();
    launch();
  }

  private fly(works: readonly WorkRow[], place: Place): void {
    const { broke, claims } = this.parts;
    const attempt = this.attempt(works).catch((error: unknown) => {
      broke(error);
      for (const stranded of works) claims.strand(stranded);
    });
    const flight = attempt.finally(() => {
      this.flying.delete(flight);
      place.leave();
      this.landed(works);
    });
    this.flying.set(flight, works);
  }

  private landed(works: readonly WorkRow[]): void {
    const { lanes, claims, suspects, isOpen, launch, wake } = this.parts;
    const work = works[0] as WorkRow;
    for (const one of works) suspects.done(one);
    lanes.done(work);
    if (!isOpen()) return;
    launch();
    if (lanes.wantsRefill(work.lane) || claims.isHungry) wake();
  }

  private async attempt(works: readonly WorkRow[]): Promise<void> {
    const { attempt, attemptGroup, signal, source, suspects } = this.parts;
    // Not before: what only waited here as the process ended is not to blame.
    const begun = works.filter((one) => suspects.isOne(one));
    if (begun.length > 0) await source.begin(begun);
    const work = works[0] as WorkRow;
    return work.group_limit > 1 ? attemptGroup(works, signal) : attempt(work, signal);
  }
}
