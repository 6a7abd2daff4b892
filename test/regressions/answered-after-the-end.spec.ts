import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { look } from '../properties/invariants.js';
import { Journey, type Step } from '../properties/journey.js';
import { OrderWorld } from '../properties/order-world.js';

/**
 * Contract, section 2: "Cancel does not abort a call in flight; its answer is `late`." Only final words were recorded so: an
 * acknowledgement, "still at work" or an error that came after the end stood in the attempts as if it had moved the order.
 * Found by the property test of orders, whose model tells the outcome of each attempt.
 */
let world: OrderWorld;
beforeAll(async () => {
  world = await OrderWorld.open();
});
afterAll(() => world.close());

async function outcomesOf(...steps: Step[]): Promise<string[]> {
  const journey = new Journey(world, 'swept', await world.place('swept', 3_600));
  for (const step of steps) {
    await journey.take(step);
    await world.calm();
  }
  const { order, attempts } = await look(journey);
  const calls = attempts.filter(({ kind }) => kind !== 'notify');
  return [order.status, ...calls.map(({ kind, outcome }) => `${kind} ${outcome}`)];
}

const cancel: Step = { do: 'cancel' };
const said = (said: (Step & { do: 'answer' })['said']): Step => ({ do: 'answer', which: 0, said });

it.each(['silent', 'processing', 'HTTP 500', 'HTTP 422', 'HTTP 302', 'failed A', 'good A'] as const)(
  'a forward that is answered after the cancel is late: %s',
  async (answer) => {
    expect(await outcomesOf(cancel, said(answer))).toEqual(['cancelled', 'forward late']);
  },
);

it.each(['silent', 'processing', 'HTTP 500', 'HTTP 404', 'bad result', 'failed A', 'good A'] as const)(
  'a check that is answered after the cancel is late: %s',
  async (answer) => {
    const outcomes = await outcomesOf(said('silent'), { do: 'check now' }, cancel, said(answer));
    expect(outcomes).toEqual(['cancelled', 'forward accepted', 'check late']);
  },
);

it('a call that is not answered is no answer, and so not late', async () => {
  expect(await outcomesOf(cancel, said('never sent'))).toEqual(['cancelled', 'forward timeout']);
  expect(await outcomesOf(cancel, said('sent, no answer'))).toEqual(['cancelled', 'forward unconfirmed']);
});

it('the acknowledgement of a quick seller, whose callback came first, is not late', async () => {
  const callback: Step = { do: 'callback', said: 'good A', run: 'unnamed' };
  expect(await outcomesOf(callback, said('silent'))).toEqual(['completed', 'callback completed', 'forward accepted']);
});
