import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { CrashBuyer } from './crash-buyer.js';
import { CrashSellers } from './crash-sellers.js';
import { CrashWorld } from './crash-world.js';
import { Dice } from './dice.js';
import { Steps } from './steps.js';
import { whatRemains, type Remains } from './what-remains.js';

const ORDERS = 200;
const KILLS = 25;
const ORDERS_A_LIFE = ORDERS / KILLS;
/** A life without so many steps ends here: work that is between two of its instants is a moment like any other. */
const LONGEST_LIFE_MS = 3_000;
const FINAL = ['completed', 'failed', 'expired', 'cancelled'];

/**
 * 200 orders on three roads, and a server that is killed with SIGKILL 25 times while they are on their way. The moments are random
 * (a number of steps seen from outside, then up to 4 ms); CRASH_SEED=<seed> throws the same dice again.
 */
describe('A server that is killed at any moment', () => {
  const dice = new Dice(Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31)));
  const steps = new Steps();
  let world: CrashWorld;
  let sellers: CrashSellers;
  let buyer: CrashBuyer;
  let remains: Remains;

  beforeAll(async () => {
    process.stderr.write(`crash test: CRASH_SEED=${dice.seed}\n`);
    world = await CrashWorld.open();
    sellers = new CrashSellers(world.seller, dice, steps);
    buyer = new CrashBuyer(world.url, world.token, steps);
    world.marketplace.answer = () => {
      steps.take();
      return 200;
    };
    await dieInTheFirstStart();
    await world.start();
    await registerTools();
    await liveAndDie();
    await liveOn();
    remains = whatRemains(world.databasePath);
    tellTheStory();
  }, 300_000);

  afterAll(() => world?.close());

  it('loses no order that it answered 202, and none whose POST was cut and sent again', () => {
    expect(buyer.surprises).toEqual([]);
    expect(buyer.answers.size).toBe(ORDERS);
    expect(remains.statuses).toEqual([{ status: 'completed', n: ORDERS }]);
  });

  it('ends each order once: one final change, at the end of an unbroken timeline', () => {
    for (const orderId of buyer.orderIds) {
      const changes = remains.timeline.filter((step) => step.order_id === orderId);
      expect(changes.filter((step) => FINAL.includes(step.to_status))).toHaveLength(1);
      expect(changes.map((step) => step.from_status)).toEqual([null, ...changes.map((s) => s.to_status).slice(0, -1)]);
      expect(changes.at(-1)?.to_status).toBe('completed');
    }
  });

  it('tells the marketplace the end of each order by one event id, in order, always signed', () => {
    for (const orderId of buyer.orderIds) {
      const types = world.marketplace.eventsOf(orderId).map((event) => event.type);
      expect(types.filter((type) => type === 'order.completed')).toHaveLength(1);
      expect(types.at(-1)).toBe('order.completed');
    }
    expect(world.marketplace.deliveries.filter((delivery) => delivery.problem)).toEqual([]);
    expect(remains.undelivered).toEqual([]);
  });

  it('sends a job again only as the same job: same ids, same body', () => {
    const jobs = sellers.jobs();
    expect([...jobs.keys()].sort()).toEqual([...buyer.orderIds].sort());
    for (const [orderId, posts] of jobs) {
      expect(new Set(posts.map((post) => post.headers['webhook-id']))).toEqual(new Set([orderId]));
      expect(new Set(posts.map((post) => post.headers['idempotency-key']))).toEqual(new Set([orderId]));
      expect(new Set(posts.map((post) => post.body.toString()))).toHaveProperty('size', 1);
    }
  });

  it('refuses no callback of an order that it took', () => {
    expect(sellers.refusedCallbacks).toEqual([]);
  });

  it('leaves no work and a sound database', () => {
    expect(remains.work).toEqual([]);
    expect(remains.integrity).toBe('ok');
  });

  /** Keys, database and migrations are made in the first start: that is a moment, too. */
  async function dieInTheFirstStart(): Promise<void> {
    world.spawn();
    await sleep(dice.between(50, 800));
    await world.kill();
  }

  async function registerTools(): Promise<void> {
    const answer = await world.call('POST', '/v1/sellers', { name: 'Crash' });
    const { seller_id } = answer.body as { seller_id: string };
    sellers.callbackSecret = await world.registerTool(seller_id, 'callback', {});
    await world.registerTool(seller_id, 'reply', {});
    await world.registerTool(seller_id, 'check', {
      status_url: world.seller.url('/check/status/{order_id}'),
      poll: { strategy: 'fixed', initial_s: 0.1, interval_s: 0.3 },
    });
  }

  async function liveAndDie(): Promise<void> {
    for (let life = 1; life < KILLS; life++) {
      buyer.begin(ORDERS_A_LIFE);
      await steps.next(dice.between(1, 40), LONGEST_LIFE_MS);
      await sleep(dice.between(0, 4));
      await world.kill();
      // One start in six does not live to be ready.
      if (life + 1 < KILLS && dice.oneIn(6)) {
        life += 1;
        buyer.begin(ORDERS_A_LIFE);
        world.spawn();
        await sleep(dice.between(200, 1_000));
        await world.kill();
      }
      await world.start();
    }
  }

  /** The last life: the rest of the orders, and all the time they need. */
  async function liveOn(): Promise<void> {
    buyer.begin(ORDERS - buyer.orderIds.length);
    await buyer.served();
    const told = (orderId: string) =>
      world.marketplace.eventsOf(orderId).some((event) => event.type === 'order.completed');
    await eventually(() => buyer.orderIds.every(told), { withinMs: 60_000, every: 200 });
    await sellers.quiet();
    expect(await world.stop()).toBe(true);
  }

  function tellTheStory(): void {
    const again = [...sellers.jobs().values()].reduce((sum, posts) => sum + posts.length - 1, 0);
    const { deliveries, events } = world.marketplace;
    process.stderr.write(
      `crash test: ${KILLS} kills; ${buyer.cut} POSTs without an answer, ${again} jobs and ${deliveries.length - events.length} events sent again\n`,
    );
  }
});
