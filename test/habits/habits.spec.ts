import { afterEach, describe, expect, it } from '@jest/globals';
import { habits } from '../../src/habits/habits.js';
import { useJourney } from '../journeys/journey.js';
import { callSeller } from './call-seller.js';
import { habitCases, type HabitCase } from './expected.js';
import { HabitJourney } from './habit-journey.js';

const named = (cases: readonly HabitCase[]) => cases.map((one) => [one.habit, one.road, one] as const);
const open: HabitJourney[] = [];

afterEach(async () => {
  for (const { seller } of open.splice(0)) await seller?.close();
});

describe('the table of habits', () => {
  it('holds every habit on both roads, once', () => {
    const roads = (['callback', 'check'] as const).flatMap((road) => habits.map(({ name }) => `${name} ${road}`));
    expect(habitCases.map(({ habit, road }) => `${habit} ${road}`).sort()).toEqual(roads.sort());
  });

  it('says why a habit cannot show on a road, where the list of habits says so', () => {
    for (const { habit, road, cannot } of habitCases) {
      const { shows } = habits.find(({ name }) => name === habit)!;
      expect([habit, road, cannot === undefined]).toEqual([habit, road, shows === 'both' || shows === road]);
    }
  });
});

describe('an order at a seller', () => {
  const journey = useJourney();

  it.each(['callback', 'check'] as const)('without habits is completed (by %s)', async (road) => {
    const run = new HabitJourney(journey, { road });
    open.push(run);
    const order = await run.run([], 1);
    expect([order.status, order.delivered_by, order.result?.text]).toEqual(['completed', road, 'Done with: prompt']);
    expect(await run.order.outcomes('forward')).toEqual(['accepted']);
    const other = road === 'check' ? 'callback' : 'check';
    expect([await run.order.outcomes(road), await run.order.outcomes(other)]).toEqual([
      ['processing', 'completed'],
      [],
    ]);
    expect(run.seller.shown).toEqual(new Map());
    await run.expectToldOnce('completed');
  });

  it.each(named(habitCases.filter(({ timeouts }) => timeouts === undefined)))(
    'with the habit %s ends as the table says (by %s)',
    (_habit, _road, wanted) => expectAsTold(new HabitJourney(journey, wanted), wanted, 1),
  );

  /** Several at once: the one that is met first counts. */
  it('with several habits meets each of them', async () => {
    const run = new HabitJourney(journey, { road: 'check' });
    open.push(run);
    const order = await run.run(['wrong-mime', 'rate-limits', 'flaky-tls', 'clock-skew'], 1);
    expect(order).toMatchObject({ status: 'completed', result: { files: [{ detected_type: 'application/pdf' }] } });
    expect([...run.seller.shown.keys()].sort()).toEqual(['clock-skew', 'flaky-tls', 'rate-limits', 'wrong-mime']);
  });

  it('does not start with a habit that there is not', async () => {
    const run = new HabitJourney(journey, { road: 'check' });
    await expect(run.run(['slow', 'lazy'], 1)).rejects.toThrow('There is no habit "lazy"');
  });
});

describe('an order at a seller that keeps us waiting', () => {
  const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '2000', FORWARD_TIMEOUT_MS: '2000' } });

  it.each(named(habitCases.filter(({ timeouts }) => timeouts === 'short')))(
    'with the habit %s ends as the table says (by %s)',
    (_habit, _road, wanted) => expectAsTold(new HabitJourney(journey, wanted), wanted, 0.1),
  );
});

async function expectAsTold(run: HabitJourney, wanted: HabitCase, pace: number): Promise<void> {
  open.push(run);
  const { habit, with: others = [], forward, check = [], callback = [], ends, error } = wanted;
  const order = await run.run([habit, ...others], pace);
  const outcomes = {
    forward: await run.order.outcomes('forward'),
    check: await run.order.outcomes('check'),
    callback: (await run.order.outcomes('callback')).sort(),
    ends: order.status,
    error: order.error?.code,
  };
  expect(outcomes).toEqual({ forward, check, callback: [...callback].sort(), ends, error });
  if (wanted.tells) expect(order.error?.message).toMatch(wanted.tells);
  if (wanted.result) expect(order.result).toMatchObject(wanted.result);
  if (wanted.answered) expect(answersToCallbacks(run)).toEqual([...wanted.answered].sort());
  if (wanted.askedWithoutHeaders) await expectAnswers(run, wanted.askedWithoutHeaders);
  if (!wanted.cannot)
    for (const name of [habit, ...others])
      expect([name, run.seller.shown.get(name)]).toEqual([name, expect.any(Number)]);
  await run.expectToldOnce(ends);
  await expectNoSecret(run);
}

function answersToCallbacks({ seen }: HabitJourney): (number | null)[] {
  return seen
    .filter(({ kind }) => kind === 'callback')
    .map(({ status }) => status)
    .sort();
}

/** What a stranger is answered, who signs as we do (or need not) but bears no auth headers. */
async function expectAnswers(run: HabitJourney, wanted: { job: number; status: number }): Promise<void> {
  const { seller, order } = run;
  seller.trust({});
  const ca = order.tool.journey.authority.caPem;
  const body = JSON.stringify({ order_id: order.id, inputs: {} });
  const headers = { 'content-type': 'application/json' };
  const job = await callSeller(ca, seller.urls.job_url, { method: 'POST', headers, body });
  const status = await callSeller(ca, seller.urls.job_url.replace('/jobs', `/orders/${order.id}`));
  expect({ job: job.status, status: status.status }).toEqual(wanted);
}

/** Nothing that the seller knows of us stands anywhere that people read. */
async function expectNoSecret({ order, authHeaders }: HabitJourney): Promise<void> {
  const texts = [await order.read(), await order.attempts(), await order.events(), order.told.map(({ body }) => body)];
  const { callback_secret: secret, signing_secret: signing } = order.tool.json;
  for (const hidden of [authHeaders.Authorization, secret, signing])
    expect(JSON.stringify(texts)).not.toContain(hidden);
}
