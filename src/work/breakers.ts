import { Breaker, type BreakerNews, type BreakerState } from '../domain/breaker.js';
import { troubleOf } from '../domain/call-trouble.js';
import type { Exchange } from '../domain/exchange.js';
import { RecentMap } from '../domain/recent-map.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { WorkKey } from '../storage/work-store.js';
import type { BreakerScope, BreakersParts } from './breaker-parts.js';
import type { CalledAt } from './outage-calls.js';
import type { Outages } from './outages.js';

export type { BreakerPlace, BreakerScope, BreakersParts, BreakerWatch } from './breaker-parts.js';

/** Only calls to sellers for their orders: messages and downloads have tries, lanes and waits of their own. */
const GUARDED: ReadonlySet<string> = new Set(['forward', 'check']);
/** An origin's trouble is its own only where so many sellers see it; one alone may have misconfigured its own. */
const SELLERS_TO_CONFIRM = 2;
const MOST_URGED = 10_000;

interface OriginWatch {
  readonly breaker: Breaker;
  readonly sellers: Set<string>;
}

/** The breakers that a call probes, until each of them has been told what came of it. */
type Pass = Record<BreakerScope, Breaker | null>;

/**
 * The breakers of everybody who is called: asked before an attempt begins, told when it has ended. What is held back goes into the
 * table again with a later due time, its state and its attempts as they were: nothing is lost, nobody spins, and a look at an order
 * shows when it will be asked. They live in memory: a restart begins with all of them closed.
 */
export class Breakers {
  private readonly pairs = new RecentMap<Breaker>();
  private readonly origins = new RecentMap<OriginWatch>();
  private readonly sellers = new RecentMap<string>();
  private readonly urged = new Set<string>();
  private readonly heard = new WeakMap<WorkRow, Exchange>();

  constructor(private readonly parts: BreakersParts) {}

  /** A person wants this piece of work to run now: it goes through, as a probe. */
  urge({ kind, subject }: WorkKey): void {
    if (!GUARDED.has(kind)) return;
    if (this.urged.size >= MOST_URGED) this.urged.clear();
    this.urged.add(keyOf(kind, subject));
  }

  /** What came of an attempt that is still running; whatever is not told of says nothing of anybody's health. */
  hear(work: WorkRow, exchange: Exchange): void {
    if (GUARDED.has(work.kind)) this.heard.set(work, exchange);
  }

  /** Runs an attempt on these rows, which go in one call to one place, or puts them off. It counts as one call. */
  async run(works: readonly WorkRow[], attempt: () => Promise<void>): Promise<void> {
    const [work] = works;
    if (!work || !GUARDED.has(work.kind)) return attempt();
    const pass = await this.admit(work, works);
    if (!pass) return;
    try {
      await attempt();
    } finally {
      const exchange = this.heardOf(works);
      try {
        if (exchange) await this.judge(works, work, pass, exchange);
      } finally {
        // A probe that told nothing of health leaves its turn to the next, whatever broke.
        for (const probed of [pass.pair, pass.origin]) probed?.released();
      }
    }
  }

  /** How many breakers stand in each state; those at rest are not remembered. */
  counts(): Record<BreakerScope, Record<BreakerState, number>> {
    return {
      pair: countStates(this.pairs.values()),
      origin: countStates(this.origins.values().map(({ breaker }) => breaker)),
    };
  }

  private async admit(work: WorkRow, works: readonly WorkRow[]): Promise<Pass | null> {
    const first = this.ask(work, this.wereUrged(works));
    if (first.pass) return first.pass;
    const { unit, watch, clock, outages } = this.parts;
    const latest = await Promise.all(works.map((one) => this.parts.latestFor(one)));
    const now = clock.now();
    if (latest.some((at) => at <= now)) return this.ask(work, true).pass;
    for (const one of works) watch.heldBack(one);
    await unit.run(async (tx) => {
      await outages?.keep.heldBack(tx, works, { shortId: outages.shortIdOf(work.lane), origin: work.origin });
      for (const [i, one] of works.entries())
        await this.parts.work.putOff(tx, one, Math.min(this.onCalendar(first.until), latest[i] ?? Infinity));
    });
    return null;
  }

  private wereUrged(works: readonly WorkRow[]): boolean {
    if (this.urged.size === 0) return false;
    return works.filter(({ kind, subject }) => this.urged.delete(keyOf(kind, subject))).length > 0;
  }

  private heardOf(works: readonly WorkRow[]): Exchange | undefined {
    return works.map((one) => this.heard.get(one)).find((exchange) => exchange !== undefined);
  }

  private ask(work: WorkRow, urged: boolean): { pass: Pass; until?: never } | { pass: null; until: number } {
    const [pair, origin] = [this.breakerOf('pair', work), this.breakerOf('origin', work)];
    if (!pair && !origin) return { pass: { pair: null, origin: null } };
    const now = this.parts.clock.elapsed();
    const atOrigin = origin?.ask(now, urged);
    if (atOrigin?.go === false) return { pass: null, until: atOrigin.until };
    const atPair = pair?.ask(now, urged);
    const probed = origin && atOrigin?.probe ? origin : null;
    if (atPair?.go === false) {
      probed?.released();
      return { pass: null, until: atPair.until };
    }
    return { pass: { origin: probed, pair: pair && atPair?.probe ? pair : null } };
  }

  private async judge(works: readonly WorkRow[], work: WorkRow, pass: Pass, exchange: Exchange): Promise<void> {
    const trouble = troubleOf(exchange);
    if (trouble === null) return;
    const sellerId = trouble === 'none' ? null : await this.seller(work.lane);
    const wells: BreakerScope[] = trouble === 'none' ? ['origin', 'pair'] : trouble === 'tool' ? ['origin'] : [];
    // Whatever the tool said or did not say: its origin was reached.
    for (const scope of wells) this.well(scope, work, pass);
    const fails =
      trouble === 'origin' ? this.unreached(work, pass, sellerId) : trouble === 'tool' ? (['pair'] as const) : [];
    if (trouble === 'tool') this.failPair(work, pass, exchange);
    for (const scope of wells) await this.outages(scope, work, (keep, at, state) => keep.well(at, state));
    for (const scope of fails)
      await this.outages(scope, work, (keep, at, state) => keep.failed({ ...at, sellerId, works, exchange, state }));
  }

  private async outages(
    scope: BreakerScope,
    work: WorkRow,
    tell: (keep: Outages, at: CalledAt, state: BreakerState) => Promise<void>,
  ): Promise<void> {
    const { outages } = this.parts;
    if (!outages) return;
    const at = { scope, shortId: outages.shortIdOf(work.lane), origin: work.origin };
    await tell(outages.keep, at, this.breakerOf(scope, work)?.state ?? 'closed');
  }

  /** Nobody was reached: the origin's trouble where two sellers see it, else the tool's. `seller`: null where it could not be read. */
  private unreached(work: WorkRow, pass: Pass, seller: string | null): readonly BreakerScope[] {
    const watched = this.origins.get(work.origin) ?? { breaker: new Breaker(), sellers: new Set<string>() };
    this.origins.set(work.origin, watched, this.parts.clock.elapsed());
    if (seller !== null && watched.sellers.size < SELLERS_TO_CONFIRM) watched.sellers.add(seller);
    const confirmed = watched.sellers.size >= SELLERS_TO_CONFIRM;
    const isPairProbe = pass.pair !== null;
    const failure = { ...this.failure(null), confirmed, probe: wasProbe(pass, 'origin', watched.breaker) };
    this.tell('origin', work, watched.breaker.failed(failure));
    if (confirmed && !isPairProbe) return ['origin'];
    this.failPair(work, pass, null);
    return ['origin', 'pair'];
  }

  private failPair(work: WorkRow, pass: Pass, exchange: Exchange | null): void {
    const key = pairOf(work);
    const breaker = this.pairs.get(key) ?? new Breaker();
    this.pairs.set(key, breaker, this.parts.clock.elapsed());
    const failure = { ...this.failure(exchange), confirmed: true, probe: wasProbe(pass, 'pair', breaker) };
    this.tell('pair', work, breaker.failed(failure));
  }

  private failure(exchange: Exchange | null) {
    const { clock, random } = this.parts;
    const asked = exchange?.kind === 'answered' ? exchange.headers['retry-after'] : undefined;
    return { now: clock.elapsed(), random: random(), retryAfterMs: parseRetryAfter(asked, clock.now()) };
  }

  private well(scope: BreakerScope, work: WorkRow, pass: Pass): void {
    const breaker = this.breakerOf(scope, work);
    if (!breaker) return;
    this.tell(scope, work, breaker.succeeded(wasProbe(pass, scope, breaker)));
    if (!breaker.isAtRest) return;
    if (scope === 'pair') this.pairs.delete(pairOf(work));
    else this.origins.delete(work.origin);
  }

  private breakerOf(scope: BreakerScope, work: WorkRow): Breaker | undefined {
    return scope === 'pair' ? this.pairs.get(pairOf(work)) : this.origins.get(work.origin)?.breaker;
  }

  private tell(scope: BreakerScope, { lane, origin }: WorkRow, news: BreakerNews | null): void {
    if (!news) return;
    const told = news.kind === 'opened' ? { ...news, until: this.onCalendar(news.until) } : news;
    this.parts.watch.news({ scope, lane, origin }, told);
  }

  /** Breakers count on the clock that never jumps; the table, and people, go by the calendar. */
  private onCalendar(at: number): number {
    const { clock } = this.parts;
    return Math.ceil(clock.now() + at - clock.elapsed());
  }

  /** A tool never changes hands, and its name is never issued again. */
  private async seller(lane: string): Promise<string | null> {
    const known = this.sellers.get(lane);
    if (known !== undefined) return known;
    const found = await this.parts.sellerOf(lane).catch(() => null);
    if (found !== null) this.sellers.set(lane, found, this.parts.clock.elapsed());
    return found;
  }
}

/** Whether the call probed this very breaker; it is told of it once. */
function wasProbe(pass: Pass, scope: BreakerScope, breaker: Breaker): boolean {
  const isProbe = pass[scope] === breaker;
  if (isProbe) pass[scope] = null;
  return isProbe;
}

function pairOf({ lane, origin }: WorkRow): string {
  return `${lane} ${origin}`;
}

function keyOf(kind: string, subject: string): string {
  return `${kind} ${subject}`;
}

function countStates(breakers: readonly Breaker[]): Record<BreakerState, number> {
  const counts = { closed: 0, open: 0, half_open: 0 };
  for (const { state } of breakers) counts[state] += 1;
  return counts;
}
