import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { look } from '../properties/invariants.js';
import { Journey, type Step } from '../properties/journey.js';
import { OrderWorld } from '../properties/order-world.js';

/**
 * A forward was sent and never answered, so a check's 404 means that it did not arrive, and it is sent once more. Whether the
 * seller had spoken of the order was read before the check was made: a seller that called back while it was being asked, and
 * then answered 404 (its status page lags behind), got the same job a second time. Found by the property test of orders.
 */
let world: OrderWorld;
beforeAll(async () => {
  world = await OrderWorld.open();
});
afterAll(() => world.close());

async function story(...steps: Step[]): Promise<Journey> {
  const journey = new Journey(world, 'swept', await world.place('swept', 3_600));
  for (const step of steps) {
    await journey.take(step);
    await world.calm();
  }
  return journey;
}

async function outcomes(journey: Journey): Promise<string[]> {
  const { attempts } = await look(journey);
  return attempts.filter(({ kind }) => kind !== 'notify').map(({ kind, outcome }) => `${kind} ${outcome}`);
}

const unanswered: Step = { do: 'answer', which: 0, said: 'sent, no answer' };
const notFound: Step = { do: 'answer', which: 0, said: 'HTTP 404' };

it('does not send an order again whose seller called back while it was being asked', async () => {
  const calledBack: Step = { do: 'callback', said: 'processing', run: 'unnamed' };
  const journey = await story(unanswered, { do: 'check now' }, calledBack, notFound);
  expect(world.held).toEqual([]);
  expect(await outcomes(journey)).toEqual(['forward unconfirmed', 'callback processing', 'check evicted']);
});

it('sends it again where the seller has said nothing', async () => {
  const journey = await story(unanswered, { do: 'check now' }, notFound);
  expect(world.held.map(({ kind, run }) => [kind, run])).toEqual([['forward', 1]]);
  expect(await outcomes(journey)).toEqual(['forward unconfirmed', 'check not_found']);
});
