import type { BreakerState } from '../domain/breaker.js';
import type { Clock } from '../domain/clock.js';
import { outageSentence } from '../domain/outage/outage-words.js';
import { RecentMap } from '../domain/recent-map.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OpenOutage, OutagePlace, OutageStore } from '../storage/outage-store.js';
import { calledIn, heldUpOf, placeOf, rowKey, type CalledAt, type FailedCall, type Held } from './outage-calls.js';

/** How long what is held in memory of outages is believed: another process may have seen one begin or end. */
const BELIEVED_MS = 15_000;
/** Orders remembered of a row of failures that is no outage yet. */
const MOST_REMEMBERED = 2_500;
/** Orders of one transaction. */
const BATCH = 100;

export interface OutagesParts {
  readonly store: OutageStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Null where it cannot be read. */
  readonly sellerOf: (shortId: string) => Promise<string | null>;
  readonly broke: (error: unknown) => void;
}

/** A row of failures that is no outage yet, of one seller. */
interface FailingRow {
  readonly sellerId: string;
  beganAt: number;
  readonly held: Held[];
}

/**
 * Writes down when sellers could not be called, and which orders that held up. A breaker that opens begins an outage, from the first of the
 * failures in the row that opened it; the next good answer ends it, whichever process gets that, also after a restart, in which
 * breakers are forgotten. What goes well while no outage lasts writes nothing and reads nothing but what lasts, now and then.
 */
export class Outages {
  private readonly open = new Map<string, OpenOutage[]>();
  private readonly rows = new RecentMap<Map<string, FailingRow>>();
  private readAt = -Infinity;
  /** What is told is written one after the other: two failures that open a breaker at once are one outage, each counted once. */
  private line: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly parts: OutagesParts) {}

  /** Never rejects: what cannot be kept of an outage stops no call. */
  async failed(call: FailedCall): Promise<void> {
    await this.inLine(async () => {
      if (call.sellerId === null) return;
      await this.refresh();
      const place = placeOf(call, call.sellerId);
      const known = this.find(place);
      if (known) return this.goOn(known, call);
      this.remember(call, call.sellerId);
      if (call.state !== 'closed') await this.begin(call);
    });
  }

  /** A good answer; `state` of its breaker, now that it knows. */
  async well(at: CalledAt, state: BreakerState): Promise<void> {
    if (state !== 'closed' || this.isNothingTo(at)) return;
    await this.inLine(async () => {
      await this.refresh();
      this.rows.delete(rowKey(at));
      const over = this.at(at);
      if (over.length > 0) await this.end(over);
    });
  }

  /** What was due is put off, in this very transaction. */
  async heldBack(tx: Tx, works: readonly WorkRow[], { shortId, origin }: Omit<CalledAt, 'scope'>): Promise<void> {
    const here = this.open.get(origin) ?? [];
    const [whole] = here.filter(({ short_id }) => short_id === '');
    const sellerId = whole ? await this.parts.sellerOf(shortId) : null;
    const ours = here.filter((one) => one.short_id === shortId || (one.short_id === '' && one.seller_id === sellerId));
    // The origin is known to be unreachable, and this is the first that this seller has there.
    if (whole && sellerId !== null && !ours.some(({ short_id }) => short_id === '')) {
      const begun = await this.parts.store.open(tx, { seller_id: sellerId, short_id: '', origin }, whole.began_at);
      if (begun) ours.push(begun);
      tx.afterCommit(() => begun && this.add(begun));
    }
    const held = works.map((work) => heldUpOf(work, false));
    for (const { outage_id } of ours) await this.parts.store.hold(tx, outage_id, held, this.parts.clock.now());
    // The breaker has opened just now, and its outage is still being written down.
    if (ours.length === 0)
      for (const row of this.rows.get(rowKey({ scope: 'pair', shortId, origin }))?.values() ?? [])
        row.held.push(...held);
  }

  /** Some ended by another way than a good answer. */
  endedElsewhere(): void {
    this.readAt = -Infinity;
  }

  /** A seller called back: counted where it is in an outage. Nobody waits for it, nor for what breaks in it: it is a figure. */
  callback(shortId: string): void {
    if (this.isFresh && this.open.size === 0) return;
    void this.inLine(() => this.countCallback(shortId).catch(() => undefined));
  }

  private async countCallback(shortId: string): Promise<void> {
    await this.refresh();
    const all = [...this.open.values()].flat();
    if (all.length === 0) return;
    const sellerId = await this.parts.sellerOf(shortId);
    const ours = all.filter((one) => one.short_id === shortId || (one.short_id === '' && one.seller_id === sellerId));
    for (const { outage_id } of ours) await this.parts.unit.run((tx) => this.parts.store.countCallback(tx, outage_id));
  }

  /** Another call in an outage that lasts; where it has ended elsewhere, and fails here, another begins. */
  private async goOn(known: OpenOutage, call: FailedCall): Promise<void> {
    if (await this.write(known, calledIn(call), call)) return;
    this.drop(known);
    this.remember(call, known.seller_id);
    if (call.state !== 'closed') await this.begin(call);
  }

  /** One for each seller whose calls are in the row of failures. */
  private async begin(call: FailedCall): Promise<void> {
    const rows = this.rows.get(rowKey(call));
    for (const row of rows?.values() ?? []) {
      const { store, unit } = this.parts;
      const outage = await unit.run((tx) => store.open(tx, placeOf(call, row.sellerId), row.beganAt));
      if (!outage) continue;
      this.add(outage);
      await this.write(outage, row.held, call);
    }
    this.rows.delete(rowKey(call));
  }

  private async write(outage: OpenOutage, held: readonly Held[], call: FailedCall): Promise<boolean> {
    const { store, unit, clock } = this.parts;
    for (let at = 0; at < held.length; at += BATCH) {
      const some = held.slice(at, at + BATCH);
      const called = some.filter((one) => one.called);
      const forwards = called.filter(({ kind }) => kind === 'forward').length;
      const failed = { forwards, checks: called.length - forwards };
      const lasts = await unit.run(async (tx) => {
        if (!(await store.count(tx, outage.outage_id, failed, outageSentence(call.exchange)))) return false;
        await store.hold(tx, outage.outage_id, some, clock.now());
        return true;
      });
      if (!lasts) return false;
    }
    return true;
  }

  private async end(over: readonly OpenOutage[]): Promise<void> {
    const { store, unit, clock } = this.parts;
    const at = clock.now();
    await unit.run(async (tx) => {
      for (const { outage_id } of over) await store.end(tx, outage_id, at);
    });
    for (const one of over) this.drop(one);
  }

  private remember(call: FailedCall, sellerId: string): void {
    const { clock } = this.parts;
    const key = rowKey(call);
    const rows = this.rows.get(key) ?? new Map<string, FailingRow>();
    this.rows.set(key, rows, clock.elapsed());
    const beganAt = Math.floor(clock.now() - call.exchange.durationMs);
    const row = rows.get(sellerId) ?? { sellerId, beganAt, held: [] };
    rows.set(sellerId, row);
    row.beganAt = Math.min(row.beganAt, beganAt);
    if (row.held.length < MOST_REMEMBERED) row.held.push(...calledIn(call));
  }

  /** The hot path: nobody fails there, and no outage lasts. */
  private isNothingTo(at: CalledAt): boolean {
    return this.waiting === 0 && this.isFresh && !this.rows.get(rowKey(at)) && this.at(at).length === 0;
  }

  private get isFresh(): boolean {
    return this.parts.clock.elapsed() - this.readAt < BELIEVED_MS;
  }

  private async refresh(): Promise<void> {
    if (this.isFresh) return;
    const all = await this.parts.store.allOpen();
    this.readAt = this.parts.clock.elapsed();
    this.open.clear();
    for (const one of all) this.add(one);
  }

  private find({ seller_id, short_id, origin }: OutagePlace): OpenOutage | undefined {
    return this.open.get(origin)?.find((one) => one.seller_id === seller_id && one.short_id === short_id);
  }

  /** Those that a good answer from there ends: the tool's, or everybody's. */
  private at({ scope, shortId, origin }: CalledAt): OpenOutage[] {
    const named = scope === 'pair' ? shortId : '';
    return this.open.get(origin)?.filter(({ short_id }) => short_id === named) ?? [];
  }

  private add(outage: OpenOutage): void {
    this.drop(outage);
    this.open.set(outage.origin, [...(this.open.get(outage.origin) ?? []), outage]);
  }

  private drop({ outage_id, origin }: OpenOutage): void {
    const left = this.open.get(origin)?.filter((one) => one.outage_id !== outage_id) ?? [];
    if (left.length > 0) this.open.set(origin, left);
    else this.open.delete(origin);
  }

  private async inLine(act: () => Promise<void>): Promise<void> {
    this.waiting += 1;
    this.line = this.line
      .then(act)
      .catch((error: unknown) => this.parts.broke(error))
      .finally(() => (this.waiting -= 1));
    await this.line;
  }
}
