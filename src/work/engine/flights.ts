import type { WorkRow } from '../../storage/entities/work.js';
import { MANY_KINDS } from '../../storage/work-claims.js';
import type { Place, WorkSource } from '../work-source.js';
import type { Claims } from './claims.js';
import type { Lanes } from './lanes.js';
import type { Suspects } from './suspects.js';

/** A lane whose places other processes have tries again so soon. */
const PLACE_AGAIN_MS = 100;
/** After so many tries in vain what somebody waits for goes to whoever has the places. */
const TRIES_IN_VAIN = 10;
const MANY: ReadonlySet<string> = new Set(MANY_KINDS);

export interface FlightsParts {
  readonly source: Pick<WorkSource, 'place' | 'isSure' | 'begin'>;
  readonly attempt: (work: WorkRow, signal: AbortSignal) => Promise<void>;
  readonly attemptGroup: (works: readonly WorkRow[], signal: AbortSignal) => Promise<void>;
  readonly broke: (error: unknown) => void;
  readonly lanes: Lanes;
  readonly claims: Pick<Claims, 'strand' | 'release' | 'passOn' | 'isHungry'>;
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
  /** How often lanes asked for a place since they last had one. */
  private readonly inVain = new Map<string, number>();

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
    const { lane, kind } = works[0] as WorkRow;
    if (!isOpen()) return this.handOver(works);
    const tries = (this.inVain.get(lane) ?? 0) + 1;
    this.inVain.set(lane, tries % TRIES_IN_VAIN);
    if (tries === TRIES_IN_VAIN && !MANY.has(kind)) this.passOn(works);
    else lanes.pause(works);
    setTimeout(() => {
      lanes.resume(lane);
      launch();
    }, PLACE_AGAIN_MS).unref();
    launch();
  }

  /** What has no place as the process stops is for the others, now. */
  private handOver(works: readonly WorkRow[]): void {
    const { broke, claims } = this.parts;
    this.drop(works);
    for (const work of works) claims.strand(work);
    claims.release().catch(broke);
  }

  /** Others go on from call to call, and take each place that they leave at once: a buyer's order does not wait until they have no more. */
  private passOn(works: readonly WorkRow[]): void {
    this.drop(works);
    this.parts.claims.passOn(works);
  }

  private drop(works: readonly WorkRow[]): void {
    const { lanes, suspects } = this.parts;
    lanes.done(works[0] as WorkRow);
    for (const work of works) suspects.done(work);
  }

  private fly(works: readonly WorkRow[], place: Place): void {
    const { broke, claims } = this.parts;
    this.inVain.delete(works[0]?.lane ?? '');
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
    const { lanes, claims, isOpen, launch, wake } = this.parts;
    const work = works[0] as WorkRow;
    this.drop(works);
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
