import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/free-port.js';
import { eventually } from '../support/eventually.js';
import { MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
const plan = { poll: { strategy: 'fixed', interval_s: 60, jitter: 0 }, max_concurrency: 1 };

interface OutageJson {
  readonly outage_id: string;
  readonly seller_id: string;
  readonly short_id: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly checks: number;
  readonly orders: number;
}

async function outages(query = '', token?: string): Promise<OutageJson[]> {
  const options = token === undefined ? {} : { token };
  const { body } = await journey.roundtrip.call('GET', `/v1/outages?limit=100${query}`, undefined, options);
  return body.outages as OutageJson[];
}

const ofTool = (tool: JourneyTool) => outages(`&short_id=${tool.shortId}`);
const at = (ms: number) => new Date(ms).toISOString();

/** A seller's tool that answers no check any more, with so many orders of which the first twenty were asked about. */
async function downWith(count: number, fields: object = {}): Promise<{ tool: JourneyTool; orders: JourneyOrder[] }> {
  const tool = await journey.tool({ ...plan, ...fields });
  const orders = await Promise.all(Array.from({ length: count }, () => tool.placed()));
  // A good answer that is told late would part the row of failures.
  await eventually(() => journey.roundtrip.rooms.engineRoom.engine.inFlight === 0);
  tool.onStatus({ status: 503 });
  journey.pass(MINUTE);
  await eventually(async () => (await ofTool(tool))[0]?.orders === count);
  return { tool, orders };
}

async function healed(tool: JourneyTool, wait = MINUTE): Promise<OutageJson> {
  tool.onStatus({ body: { status: 'processing' } });
  journey.pass(wait);
  return eventually(async () => (await ofTool(tool)).find(({ to }) => to !== null));
}

describe('a tool whose checks fail twenty times in a row', () => {
  it('is in an outage from the first of them until it answers again', async () => {
    const { tool } = await downWith(23);
    const from = journey.clock.now();
    expect(await ofTool(tool)).toEqual([
      {
        ...{ outage_id: expect.stringMatching(/^out_/), seller_id: tool.json.seller_id, short_id: tool.shortId },
        ...{ origin: new URL(journey.seller.url('/')).origin, to: null, replayed_at: null },
        from: expect.any(String),
        ...{ forwards: 0, checks: 20, callbacks: 0, orders: 23, error: 'It answered HTTP 503.' },
      },
    ]);
    const [outage] = await ofTool(tool);
    expect(Date.parse(outage!.from)).toBeGreaterThan(from - MINUTE);
    expect(Date.parse(outage!.from)).toBeLessThanOrEqual(from);
    const over = await healed(tool);
    expect([over.outage_id, over.to]).toEqual([outage!.outage_id, at(journey.clock.now())]);
  });

  it('is told to its own seller, and to no other', async () => {
    const [one, two] = [await journey.newSeller(), await journey.newSeller()];
    const { tool } = await downWith(20, { seller_id: one.seller_id });
    expect(await outages('', one.token)).toHaveLength(1);
    expect(await outages('', two.token)).toEqual([]);
    expect(await outages(`&seller_id=${one.seller_id}`, two.token)).toEqual([]);
    await healed(tool);
  });

  it('ends, after the server was started again, with its first good answer', async () => {
    const { tool } = await downWith(20);
    const [before] = await ofTool(tool);
    await journey.roundtrip.stop();
    await journey.boot();
    expect((await ofTool(tool))[0]).toMatchObject({ outage_id: before!.outage_id, to: null });
    expect(await healed(tool)).toMatchObject({ outage_id: before!.outage_id, orders: 20 });
  });

  it('goes on in the same outage where it fails after a restart, too', async () => {
    const { tool } = await downWith(20);
    await journey.roundtrip.stop();
    await journey.boot();
    journey.pass(MINUTE);
    await eventually(async () => ((await ofTool(tool))[0]?.checks ?? 0) >= 25);
    expect(await ofTool(tool)).toHaveLength(1);
    await healed(tool, 20 * MINUTE);
  });

  it('is in none any more once it was moved to another origin', async () => {
    const { tool } = await downWith(20);
    const url = `https://localhost:${await freePort()}/status/{order_id}`;
    await tool.patch({ status_url: url, auth_headers: { 'x-key': 'k' } });
    // Its jobs still go to the old one.
    expect((await ofTool(tool))[0]?.to).toBeNull();
    await tool.patch({ job_url: url.replace('/status/{order_id}', '/job'), auth_headers: { 'x-key': 'k' } });
    expect((await ofTool(tool))[0]?.to).toBe(at(journey.clock.now()));
  });

  it('is in none any more once it is deleted', async () => {
    const { tool, orders } = await downWith(20);
    for (const order of orders) await order.cancel();
    await journey.api('DELETE', `/v1/tools/${tool.shortId}`, undefined, 204);
    expect((await ofTool(tool))[0]?.to).toBe(at(journey.clock.now()));
  });
});

describe('an origin that two sellers cannot reach', () => {
  it('is an outage of each of them, and of a third who comes to it', async () => {
    const dead = `https://localhost:${await freePort()}`;
    const sellers = [await journey.newSeller(), await journey.newSeller(), await journey.newSeller()];
    const tools = await Promise.all(
      sellers.map(({ seller_id }) =>
        journey.tool({ ...plan, seller_id, status_url: `${dead}/${seller_id}/{order_id}` }),
      ),
    );
    await Promise.all(tools.slice(0, 2).flatMap((tool) => Array.from({ length: 12 }, () => tool.placed())));
    journey.pass(MINUTE);
    const ofSeller = async (n: number) => (await outages(`&seller_id=${sellers[n]!.seller_id}`)).filter((o) => !o.to);
    await eventually(async () => (await ofSeller(0)).length > 0 && (await ofSeller(1)).length > 0);
    expect((await ofSeller(0)).map(({ short_id }) => short_id)).toContain(null);
    await tools[2]!.placed();
    journey.pass(MINUTE);
    await eventually(async () => (await ofSeller(2))[0]?.orders === 1);
    const [third, first] = [(await ofSeller(2))[0]!, (await ofSeller(0))[0]!];
    expect(third.short_id).toBeNull();
    // As old as that of the others, but for the instant at which each one's first call began.
    expect(Math.abs(Date.parse(third.from) - Date.parse(first.from))).toBeLessThan(1_000);
  });
});
