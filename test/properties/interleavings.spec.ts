import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isFinal, type OrderStatus } from '../../src/domain/order.js';
import { faultsOf, look, type Found } from './invariants.js';
import { anyDeadline, anyGroups, anySteps, Journey, type Done, type Step } from './journey.js';
import { Model } from './model.js';
import { OrderWorld, TOOLS } from './order-world.js';
import { Tally } from './tally.js';

/**
 * Whatever happens to an order, in whatever order, and at once: replies, checks, callbacks, timeouts, the deadline, people.
 * Runs are the same each time; `FC_SEED` and `FC_RUNS` try others.
 */
const seed = Number(process.env['FC_SEED'] ?? 20_260_107);
const runs = Number(process.env['FC_RUNS'] ?? 300);

let world: OrderWorld;
beforeAll(async () => {
  world = await OrderWorld.open();
});
afterAll(() => world.close());

async function begin(tool: (typeof TOOLS)[number], deadlineS: number): Promise<Journey> {
  return new Journey(world, tool, await world.place(tool, deadlineS));
}

async function expectNoFaults(journey: Journey, before: Found | null): Promise<Found> {
  await world.calm();
  const found = await look(journey);
  expect(faultsOf(found, before, journey)).toEqual([]);
  return found;
}

/** Lets an order end: what waits is never answered, and its time is over. Leaves nothing behind for the next one. */
async function windUp(journey: Journey, before: Found): Promise<void> {
  let found = before;
  for (let turns = 0; world.held.length > 0 || !isFinal(found.order.status as OrderStatus); turns++) {
    if (turns === 20) throw new Error(`It does not end: ${JSON.stringify(found)}`);
    while (world.held.length > 0) await journey.take({ do: 'answer', which: 0, said: 'never sent' });
    await world.calm();
    await journey.take({ do: 'deadline' });
    found = await expectNoFaults(journey, found);
  }
  const told = world.delivered.filter(({ data }) => data['order_id'] === journey.orderId);
  const kept = found.messages.filter((message) => message.type !== 'order.progress');
  expect(told.filter(({ type }) => type !== 'order.progress')).toEqual(
    kept.map(({ type, body }) => expect.objectContaining({ type, ...(JSON.parse(body) as object) })),
  );
}

/** After a failed run, so that the next one (while the steps are being cut down) begins with a clean table. */
async function clearAway(journey: Journey): Promise<void> {
  await world.cancel(journey.orderId);
  for (const call of world.held.splice(0)) call.answer('never sent');
  world.logged.length = 0;
  await world.calm();
}

async function whole(journey: Journey, body: () => Promise<Found>): Promise<void> {
  try {
    await windUp(journey, await body());
  } catch (error) {
    await clearAway(journey);
    throw error;
  }
}

const anyTool = fc.constantFrom(...TOOLS);

describe('an order', () => {
  it('keeps to the rules whatever happens to it at once', async () => {
    const property = fc.asyncProperty(anyTool, anyDeadline, anyGroups, async (tool, deadlineS, together) => {
      const journey = await begin(tool, deadlineS);
      await whole(journey, async () => {
        let found = await expectNoFaults(journey, null);
        for (const steps of together) {
          await Promise.all(steps.map((step) => journey.take(step)));
          found = await expectNoFaults(journey, found);
        }
        return found;
      });
    });
    await fc.assert(property, { seed, numRuns: runs });
  }, 600_000);

  it('does what the contract says, step by step', async () => {
    const tally = new Tally();
    const property = fc.asyncProperty(anyTool, anyDeadline, anySteps, async (tool, deadlineS, oneByOne) => {
      const journey = await begin(tool, deadlineS);
      const model = new Model(tool, journey.orderId, deadlineS * 1_000, world.clock.now());
      await whole(journey, async () => {
        let found = await expectNoFaults(journey, null);
        model.sees(world.held, world.clock.now());
        const story: string[] = [];
        for (const step of oneByOne) {
          const done = await journey.take(step);
          const told = model.takes(done, world.clock.now());
          const before = found;
          found = await expectNoFaults(journey, before);
          model.sees(world.held, world.clock.now());
          story.push(`${tell(step, done)}: ${found.order.status}`);
          const outcome = newest(found, before);
          expect({ story, ...seen(found), outcome, told: done.status ?? null }).toEqual({
            ...{ story, ...wanted(model), outcome: model.outcome, told },
          });
        }
        tally.count(found);
        return found;
      });
    });
    await fc.assert(property, { seed, numRuns: runs });
    expect(runs < 300 ? [] : tally.missing()).toEqual([]);
  }, 600_000);
});

function tell(step: Step, { call }: Done): string {
  return call === undefined ? JSON.stringify(step) : `${JSON.stringify(step)} to the ${call.kind} of run ${call.run}`;
}

/** How the attempt ended that came in between, but for those to tell the marketplace. */
function newest(found: Found, before: Found): string | null {
  const added = found.attempts.slice(before.attempts.length).filter((attempt) => attempt.kind !== 'notify');
  return added.map((attempt) => attempt.outcome).join() || null;
}

function seen({ order, late }: Found) {
  const text = order.result === null ? null : (JSON.parse(order.result) as { text: string }).text;
  return { status: order.status, run: order.run, result: text, kept: late.length };
}

function wanted({ status, runNumber, result, keptLate }: Model) {
  const text = result === null ? null : result.replace('good', 'the result');
  return { status, run: runNumber, result: text, kept: keptLate };
}
