import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { KitProcess } from './kit-process.js';
import { KitWorld, type ConformanceReport, type KitWorldOptions } from './kit-world.js';

export interface KitUnderTest extends KitWorldOptions {
  readonly name: string;
  /** Starts the kit as it is delivered. */
  readonly start: (world: KitWorld) => Promise<KitProcess>;
  readonly startWithinMs?: number;
  /** What the platform answers to whoever lacks the headers. */
  readonly refusal?: number;
  /** What the platform itself answers to a body that is no JSON. */
  readonly refusalOfNoJson?: number;
  /** More tests of the same world. */
  readonly more?: (the: () => KitWorld) => void;
}

const FAILS = { roundtrip_test: 'fail' };
const FAILURE = 'This test order fails because it asks to.';

/** What every kit keeps to, whatever it runs on: against the real server, over HTTPS, as downloaded. */
export function describeKit({
  name,
  start,
  startWithinMs = 60_000,
  refusal = 401,
  refusalOfNoJson = 400,
  more,
  ...options
}: KitUnderTest) {
  let world: KitWorld;
  let seller: KitProcess;

  beforeAll(async () => {
    world = await KitWorld.start(options);
    seller = await start(world);
  }, startWithinMs);

  afterAll(async () => {
    await Promise.allSettled([seller?.stop(), world?.stop()]);
  }, 30_000);

  describe(`the kit ${name}`, () => {
    it('completes an order by callback, and tells how far it is on the way', async () => {
      const id = await world.place({ prompt: 'there and back – “again” 🙂' });
      expect(await world.final(id)).toMatchObject({
        ...{ status: 'completed', delivered_by: 'callback', error: null },
        result: { output_type: 'text', text: 'THERE AND BACK – “AGAIN” 🙂' },
      });
      expect(await world.events(id)).toContainEqual(
        expect.objectContaining({ progress: 50, message: 'Half way there.' }),
      );
    });

    it('completes an order by the status check while no callback comes through', async () => {
      world.cable.refuse();
      try {
        const order = await world.final(await world.place({ prompt: 'asked for' }));
        expect(order).toMatchObject({ status: 'completed', delivered_by: 'check', result: { text: 'ASKED FOR' } });
      } finally {
        world.cable.mend();
      }
    });

    it('reports a failing order as failed, and does it anew on a retry', async () => {
      const id = await world.place(FAILS);
      const failed = { status: 'failed', result: null, error: { code: 'seller_failed', message: FAILURE } };
      expect(await world.final(id)).toMatchObject({ ...failed, delivered_by: 'callback', run: 1 });
      expect((await world.roundtrip.call('POST', `/v1/orders/${id}/retry`)).status).toBe(202);
      expect(await world.final(id, 20_000, 2)).toMatchObject({ ...failed, delivered_by: 'callback', run: 2 });
    });

    it('reports a failing order as failed to a check as well', async () => {
      world.cable.refuse();
      try {
        const order = await world.final(await world.place(FAILS));
        expect(order).toMatchObject({ status: 'failed', delivered_by: 'check', error: { message: FAILURE } });
      } finally {
        world.cable.mend();
      }
    });

    it('lets nobody in without the right headers, at either door', async () => {
      const order_id = randomUUID();
      for (const key of [null, '', 'wrong', `${world.apiKey}x`]) {
        expect((await world.post({ order_id }, { 'x-api-key': key })).status).toBe(refusal);
        expect((await world.status(order_id, { 'x-api-key': key })).status).toBe(refusal);
      }
      expect((await world.status(order_id)).status).toBe(404);
    });

    it('takes no job without a good and fresh signature over the body as it came', async () => {
      const order_id = randomUUID();
      const body = JSON.stringify({ order_id, inputs: {}, callback_url: world.receiver.url('/never') });
      const now = Date.now() / 1000;
      const bad: Record<string, string | null>[] = [
        { 'webhook-signature': null },
        { 'webhook-signature': 'v1,AAAA' },
        { 'webhook-id': null },
        { 'webhook-timestamp': 'soon' },
        world.sign(`${body} `, now),
        world.sign(body, now - 600),
        world.sign(body, now, `whsec_${Buffer.alloc(32, 7).toString('base64')}`),
      ];
      for (const headers of bad)
        expect([headers, (await world.postText(body, headers)).status]).toEqual([headers, 401]);
      expect((await world.status(order_id)).status).toBe(404);
    });

    it('takes a job while the signing secret is being rotated, by either of its signatures', async () => {
      world.receiver.reply('POST /rotating', { status: 200 });
      const [order_id, at] = [randomUUID(), Date.now() / 1000];
      const body = JSON.stringify({ order_id, inputs: { prompt: 'x' }, callback_url: world.receiver.url('/rotating') });
      const right = world.sign(body, at);
      const both = `v1,${Buffer.alloc(32).toString('base64')} ${right['webhook-signature']}`;
      expect((await world.postText(body, { ...right, 'webhook-signature': both })).status).toBe(202);
    });

    it('answers what is no job with 400', async () => {
      for (const body of ['', 'null', '[]', '{"order_id":7}', '{"order_id":"../x"}'])
        expect([body, (await world.postText(body)).status]).toEqual([body, 400]);
      expect((await world.postText('{')).status).toBe(refusalOfNoJson);
    });

    it('takes an order that comes twice as one job', async () => {
      world.receiver.reply('POST /once', { status: 200 });
      const [twice, after] = [randomUUID(), randomUUID()];
      const job = (order_id: string) => ({
        order_id,
        callback_url: world.receiver.url('/once'),
        inputs: { prompt: 'x' },
      });
      for (const id of [twice, twice, after]) expect((await world.post(job(id))).status).toBe(202);
      const ends = () => reports('/once').filter(({ status }) => status === undefined);
      await eventually(() => ends().some(({ order_id }) => order_id === after));
      expect(
        ends()
          .map(({ order_id }) => order_id)
          .sort(),
      ).toEqual([twice, after].sort());
      const told = { status: 200, body: { status: 'completed', output_type: 'text', result_text: 'X' } };
      expect(await world.status(twice)).toMatchObject(told);
    });

    it('calls back again while the receiver is away, and then no more', async () => {
      const away = { status: 503, headers: { 'retry-after': '1' } };
      // The first is the progress, which is told once.
      world.receiver.reply('POST /again', [{ status: 200 }, away, { resetBefore: true }, { status: 200 }]);
      const order_id = randomUUID();
      await world.post({ order_id, callback_url: world.receiver.url('/again'), inputs: { prompt: 'still here' } });
      await eventually(() => reports('/again').length >= 4, { withinMs: 25_000 });
      const end = { ok: true, order_id, output_type: 'text', result_text: 'STILL HERE' };
      expect(reports('/again').slice(1)).toEqual([end, end, end]);
      const calls = world.receiver.requestsTo('/again');
      expect(calls.every(({ headers }) => headers['x-callback-secret'] === world.callbackSecret)).toBe(true);
    });

    it('follows no redirect with the secret', async () => {
      world.receiver.reply('POST /moved', { status: 307, headers: { location: world.receiver.url('/elsewhere') } });
      await world.post({ order_id: randomUUID(), callback_url: world.receiver.url('/moved'), inputs: { prompt: 'x' } });
      await eventually(() => reports('/moved').length >= 2);
      expect(world.receiver.requestsTo('/elsewhere')).toEqual([]);
    });

    it.each(['callback', 'check'] as const)(
      'is given an A where the result comes by %s',
      async (road) => {
        if (road === 'check') world.cable.refuse();
        try {
          const report = await world.conformance();
          const failed = report.checks.filter(({ outcome }) => outcome === 'fail');
          expect({ ...report, checks: failed }).toMatchObject({ status: 'done', grade: 'A', checks: [] });
          say(`${name}: grade ${report.grade} by ${road} in ${report.tookMs} ms; ${warningsOf(report)}`);
          const [good] = report.order_ids;
          expect(await world.final(good!)).toMatchObject({ status: 'completed', delivered_by: road });
        } finally {
          world.cable.mend();
        }
      },
      120_000,
    );

    more?.(() => world);

    it('writes no secret into its log', () => {
      for (const secret of [world.apiKey, world.callbackSecret, world.signingSecret, world.signingSecret.slice(6)])
        expect(seller.log()).not.toContain(secret);
    });
  });

  function reports(path: string): Record<string, unknown>[] {
    return world.receiver.requestsTo(path).map((request) => request.json());
  }
}

function warningsOf({ checks }: ConformanceReport): string {
  const warned = checks.filter(({ outcome }) => outcome === 'warn').map(({ id, found }) => `${id} (${found})`);
  return warned.length > 0 ? `warnings: ${warned.join(', ')}` : 'no warnings';
}

/** Past jest, which would hold it back until the test is over. */
function say(line: string): void {
  process.stderr.write(`[kits] ${line}\n`);
}
