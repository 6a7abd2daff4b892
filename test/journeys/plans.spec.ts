import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
afterEach(() => {
  jest.restoreAllMocks();
  journey.chance = 0.5;
});

const growing = { strategy: 'exponential', initial_s: 5, interval_s: 2, multiplier: 1.5, max_interval_s: 10 };
const byModel = {
  strategy: 'adaptive',
  class_from: 'model',
  default: 'other',
  classes: {
    image: { initial_s: 5, interval_s: 3, timeout_s: 14 },
    video: { initial_s: 60, interval_s: 15, timeout_s: 600 },
    '7': { initial_s: 7, interval_s: 7 },
    other: { initial_s: 10, interval_s: 20 },
  },
};

/** When the seller's status URL was really asked, by the clock; it answers as told, `processing` by default. */
function watch(tool: JourneyTool, reply: (nth: number) => SellerReply = () => ({ body: { status: 'processing' } })) {
  const seen: number[] = [];
  tool.onStatus(() => reply(seen.push(journey.clock.now())));
  return seen;
}

/** Seconds from the forward's answer, for each of the next checks. */
async function asked(order: JourneyOrder, count: number): Promise<number[]> {
  const from = Date.parse((await order.read()).forwarded_at!);
  const instants: number[] = [];
  for (let i = 0; i < count; i++) instants.push((Date.parse((await order.checked()).started_at) - from) / 1_000);
  return instants;
}

async function waitS(order: JourneyOrder): Promise<number> {
  return (Date.parse((await order.read()).next_check_at!) - journey.clock.now()) / 1_000;
}

describe('an exponential plan', () => {
  it('asks after initial_s, then after gaps that grow up to max_interval_s', async () => {
    const tool = await journey.tool({ poll: growing });
    const seen = watch(tool);
    const order = await tool.placed();
    const from = Date.parse((await order.read()).forwarded_at!);
    const wanted = [5, 7, 10, 14.5, 21.25, 31.25, 41.25];
    expect(await asked(order, 7)).toEqual(wanted);
    expect(seen.map((at) => (at - from) / 1_000)).toEqual(wanted);
    tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    await order.checked();
    expect(await order.read()).toMatchObject({ status: 'completed', delivered_by: 'check' });
  });

  it('is jittered', async () => {
    journey.chance = 0;
    const order = await (await journey.tool({ poll: growing })).placed();
    expect(await asked(order, 2)).toEqual([4.5, 6.3]);
  });

  it('waits as long as Retry-After says and when next_check_s says, and its gaps grow on', async () => {
    const tool = await journey.tool({ poll: growing });
    watch(tool, (nth) => {
      if (nth === 1) return { status: 429, headers: { 'retry-after': '60' } };
      return { body: { status: 'processing', ...(nth === 2 && { next_check_s: 1.5 }) } };
    });
    expect(await asked(await tool.placed(), 4)).toEqual([5, 65, 66.5, 71]);
  });

  it('never asks more often than MIN_CHECK_INTERVAL_S, and counts a look by hand as a check', async () => {
    const order = await (await journey.tool({ poll: { ...growing, initial_s: 0, interval_s: 0.01 } })).placed();
    await order.attempt('check', 1);
    await eventually(async () => (await waitS(order)) === 1);
    const slow = await (await journey.tool({ poll: growing })).placed();
    await slow.act('check', undefined, 202);
    await slow.attempt('check', 1);
    expect(await waitS(slow)).toBe(2);
    await slow.act('check', undefined, 202);
    await slow.attempt('check', 2);
    expect(await waitS(slow)).toBe(3);
  });

  it('spent by max_checks leaves the check at the deadline', async () => {
    const tool = await journey.tool({ poll: { ...growing, max_checks: 3 } });
    const order = await tool.placed({ deadline_s: 3_600 });
    expect(await asked(order, 4)).toEqual([5, 7, 10, 3_600]);
    await order.becomes('expired');
  });
});

describe('an adaptive plan', () => {
  it.each<[string, object, [number, number]]>([
    ['a text in its inputs', { inputs: { model: 'video' } }, [60, 75]],
    ['a number in its inputs', { inputs: { model: 7 } }, [7, 14]],
    ['its metadata', { metadata: { model: 'image' } }, [5, 8]],
    ['its inputs rather than its metadata', { inputs: { model: 'video' }, metadata: { model: 'image' } }, [60, 75]],
    ['the default, where it names none', {}, [10, 30]],
    ['the default, where it names one that is not in the plan', { inputs: { model: 'toString' } }, [10, 30]],
    ['the default, where it names something else', { inputs: { model: { name: 'video' } } }, [10, 30]],
  ])('asks by the class of the order: %s', async (_what, fields, instants) => {
    expect(await asked(await (await journey.tool({ poll: byModel })).placed(fields), 2)).toEqual(instants);
  });

  it('asks about orders of one tool each at its own instants', async () => {
    const tool = await journey.tool({ poll: byModel });
    const orders = await Promise.all(['image', 'video'].map((model) => tool.placed({ inputs: { model } })));
    const from = journey.clock.now();
    const seen = watch(tool);
    for (let i = 0; i < 90; i++) {
      journey.pass(1_000);
      const due = [5, 8, 11, 14, 60, 75, 90].filter((at) => at <= i + 1).length;
      await eventually(() => seen.length === due);
      for (const order of orders)
        await eventually(async () => Date.parse((await order.read()).next_check_at!) > journey.clock.now());
    }
    expect(seen.map((at) => (at - from) / 1_000)).toEqual([5, 8, 11, 14, 60, 75, 90]);
  });

  it("stops asking with the timeout of the class, and still takes the seller's callback", async () => {
    const order = await (await journey.tool({ poll: byModel })).placed({ inputs: { model: 'image' } });
    expect(await asked(order, 4)).toEqual([5, 8, 11, 14]);
    const { next_check_at, deadline_at } = await order.read();
    expect(next_check_at).toBe(deadline_at);
    journey.pass(HOUR);
    await order.callback({ ok: true, result_text: 'x' });
    await order.becomes('completed');
  });

  it('reads the inputs once for all its checks, and other plans do not read them', async () => {
    const read = jest.spyOn(journey.roundtrip.rooms.orders.orders, 'inputsOf');
    const order = await (await journey.tool({ poll: byModel })).placed({ inputs: { model: 'video' } });
    await asked(order, 3);
    expect(read.mock.calls.filter(([id]) => id === order.id)).toHaveLength(2); // one of them to forward it
    const other = await journey.minutely();
    const plain = await other.placed();
    await asked(plain, 2);
    expect(read.mock.calls.filter(([id]) => id === plain.id)).toHaveLength(1);
  });

  it('knows the class of each run, and of orders in flight when the server starts again', async () => {
    const tool = await journey.tool({ poll: byModel });
    const order = await tool.placed({ inputs: { model: 'image' } });
    await asked(order, 1);
    await journey.roundtrip.stop();
    await journey.boot();
    expect(await asked(order, 1)).toEqual([8]);
    await order.callback({ ok: false, error: 'no' });
    await order.becomes('failed');
    await order.retry();
    await order.becomes('processing', 2);
    expect(await waitS(order)).toBe(5);
  });
});

describe('a plan that is changed while an order waits', () => {
  it('counts from the next answer on; the check that is laid down stays', async () => {
    const tool = await journey.minutely();
    const order = await tool.placed({ inputs: { model: 'image', size: 'video' }, deadline_s: 7_200 });
    await asked(order, 2);
    await tool.patch({ poll: growing });
    expect(await waitS(order)).toBe(60);
    await order.checked();
    expect(await waitS(order)).toBe(4.5); // the gap after a third check
    await tool.patch({ poll: { ...byModel, classes: { ...byModel.classes, image: { interval_s: 33 } } } });
    await order.checked();
    expect(await waitS(order)).toBe(33);
    await tool.patch({ poll: { ...byModel, class_from: 'size' } });
    await order.checked();
    expect(await waitS(order)).toBe(15);
    await tool.patch({ poll: null });
    await order.checked();
    expect(await waitS(order)).toBeLessThanOrEqual((15 * MINUTE) / 1_000);
    expect((await order.read()).status).toBe('processing');
  });

  it('also where the new one names the class that the order had named all along', async () => {
    const tool = await journey.tool({ poll: byModel });
    const order = await tool.placed({ inputs: { model: 'music' } });
    await asked(order, 1);
    expect(await waitS(order)).toBe(20);
    await tool.patch({ poll: { ...byModel, classes: { ...byModel.classes, music: { interval_s: 44 } } } });
    await order.checked();
    expect(await waitS(order)).toBe(44);
  });

  it('is shown with its defaults, and refused by field where it is wrong', async () => {
    const tool = await journey.tool({ poll: growing });
    const shown = await journey.api('GET', `/v1/tools/${tool.shortId}`);
    expect(shown.body.poll).toEqual({ ...growing, jitter: 0.1 });
    for (const [poll, field] of [
      [{ ...growing, max_interval_s: 1 }, 'poll.max_interval_s'],
      [{ ...byModel, default: 'music' }, 'poll.default'],
      [{ ...byModel, classes: { a: { interval_s: 0 } }, default: 'a' }, 'poll.classes.a.interval_s'],
    ] as const) {
      const { body } = await journey.api('PATCH', `/v1/tools/${tool.shortId}`, { poll }, 400);
      expect(body.error.details).toEqual([{ field, message: expect.stringMatching(/^.+\.$/) }]);
    }
    expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body.poll).toEqual(shown.body.poll);
  });
});
