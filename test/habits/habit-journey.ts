import { expect } from '@jest/globals';
import { BadSeller } from '../../src/habits/bad-seller.js';
import type { SeenCall } from '../../src/habits/seller-options.js';
import { isFinal, type OrderStatus } from '../../src/domain/order.js';
import { eventually } from '../support/eventually.js';
import type { Journey } from '../journeys/journey.js';
import type { JourneyOrder, OrderJson } from '../journeys/journey-order.js';
import type { HabitCase } from './expected.js';
import { ManualSellerClock } from './manual-seller-clock.js';

const DAY = 86_400_000;

/** One order at one seller, from placed until nothing more can happen to it. */
export class HabitJourney {
  readonly authHeaders = { Authorization: 'Bearer key-of-the-bad-seller' };
  readonly seen: SeenCall[] = [];
  seller!: BadSeller;
  order!: JourneyOrder;
  private alarms!: ManualSellerClock;

  constructor(
    private readonly journey: Journey,
    private readonly wanted: Pick<HabitCase, 'road' | 'bothRoads' | 'workS' | 'everyS' | 'deadlineS'>,
  ) {}

  /** Starts the seller, registers its tool, places an order, and lets time pass until all is over. */
  async run(habits: readonly string[], pace: number): Promise<OrderJson> {
    const { journey, wanted } = this;
    const names = ['localhost', '127.0.0.1'];
    this.alarms = new ManualSellerClock(journey.clock);
    this.seller = await BadSeller.start({
      ...{ habits, road: wanted.bothRoads ? 'both' : wanted.road, authHeaders: this.authHeaders, pace },
      certificate: await journey.authority.issue(names),
      expiredCertificate: await journey.authority.issue(names, { notAfter: new Date(Date.now() - DAY) }),
      ...{ workMs: (wanted.workS ?? 90) * 1_000, clock: this.alarms, onCall: (call) => this.seen.push(call) },
    });
    const tool = await journey.tool({
      ...{ ...this.seller.urls, auth_headers: this.authHeaders, deadline_s: wanted.deadlineS ?? 3_600 },
      poll: { strategy: 'fixed', interval_s: wanted.everyS ?? 60, jitter: 0 },
    });
    this.seller.trust(tool.json);
    this.order = await tool.place();
    return this.toTheEnd();
  }

  /** One event after the other, each waited for: nothing is left to chance. */
  private async toTheEnd(): Promise<OrderJson> {
    for (let step = 0; step < 100; step++) {
      const order = await this.read();
      if (isFinal(order.status as OrderStatus) && this.alarms.nextAt === Infinity) return order;
      await this.letTimePass(order);
    }
    throw new Error('It never ends.');
  }

  /** The order, once whatever is under way has been written down: the attempt is, before the order is read. */
  private async read(): Promise<OrderJson> {
    await eventually(() => this.seller.callingBack === 0);
    return eventually(async () => {
      if ((await this.count('forward')) === 0) return null;
      const order = await this.order.read();
      // A forward that was never confirmed is sent again at once, after a 404.
      const isSentAgain = order.status === 'processing' && (await this.order.dueWork()).includes('forward');
      return isSentAgain ? null : order;
    });
  }

  private async letTimePass(order: OrderJson): Promise<void> {
    const { clock } = this.journey;
    const forwardAt = order.status === 'forwarding' ? await this.order.dueAt('forward') : Infinity;
    const checkAt = order.next_check_at === null ? Infinity : Date.parse(order.next_check_at);
    const deadlineAt = isFinal(order.status as OrderStatus) ? Infinity : Date.parse(order.deadline_at);
    const at = Math.min(forwardAt, checkAt, this.alarms.nextAt, deadlineAt);
    const before = [await this.count('forward'), await this.count('check')] as const;
    clock.advanceTo(at);
    await eventually(() => this.seller.callingBack === 0);
    if (at === deadlineAt) return void (await this.order.becomes('expired'));
    if (at === forwardAt) await eventually(async () => (await this.count('forward')) > before[0]);
    if (at === checkAt) await eventually(async () => (await this.count('check')) > before[1]);
  }

  private async count(kind: 'forward' | 'check'): Promise<number> {
    return (await this.order.attempts(kind)).length;
  }

  /** What the marketplace was told of the end: once. */
  async expectToldOnce(status: string): Promise<void> {
    await this.order.toldUpTo(`order.${status}`);
    this.journey.pass(10_000);
    await this.order.isTold();
    const ends = this.order.told
      .map(({ type }) => type)
      .filter((type) => /completed|failed|expired|cancelled/.test(type));
    expect(ends).toEqual([`order.${status}`]);
  }
}
