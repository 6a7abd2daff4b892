import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startSeller, type SellerReply } from '../support/scripted-seller.js';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '2500' } });
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** An order of a tool that is checked every minute and answers as told. */
async function orderAnswered(replies: SellerReply | SellerReply[], fields: object = {}): Promise<JourneyOrder> {
  return (await journey.minutely(fields)).onStatus(replies).placed();
}

/** Milliseconds from the clock's now to the next check. */
async function untilNextCheck(order: JourneyOrder): Promise<number> {
  return Date.parse((await order.read()).next_check_at ?? '') - journey.clock.now();
}

describe('a status check', () => {
  it('asks by GET with the id in the path, the auth headers, and for plain JSON', async () => {
    const order = await orderAnswered({ body: { status: 'processing' } });
    expect(await order.checked()).toMatchObject({
      ...{ kind: 'check', method: 'GET', run: 1, attempt_num: 1, status_code: 200, outcome: 'processing', error: null },
      url: journey.seller.url(`/${order.tool.shortId}/status/${order.id}`),
    });
    const [check] = order.tool.checks;
    expect(check?.params).toEqual({ id: order.id });
    expect(check?.headers).toMatchObject({
      authorization: `Bearer key-of-${order.tool.shortId}`,
      ...{ accept: 'application/json', 'accept-encoding': 'identity' },
    });
    expect(check?.body).toHaveLength(0);
    expect((await order.read()).attempts).toBe(2);
  });

  it('is made at the next tick of the sweep where the tool has no plan', async () => {
    const order = await (await journey.tool()).placed();
    const expected = (Math.floor(journey.clock.now() / (15 * MINUTE)) + 1) * 15 * MINUTE;
    expect(Date.parse((await order.read()).next_check_at ?? '')).toBe(expected);
    expect(await order.checked()).toMatchObject({ started_at: new Date(expected).toISOString() });
    expect(await untilNextCheck(order)).toBe(15 * MINUTE);
  });

  it('uses headers and URL as they are when it is made', async () => {
    const order = await orderAnswered({ body: { status: 'processing' } });
    await order.tool.patch({ auth_headers: { 'X-Api-Key': 'rotated' } });
    await order.checked();
    expect(order.tool.checks[0]?.headers['x-api-key']).toBe('rotated');
    expect(order.tool.checks[0]?.headers.authorization).toBeUndefined();
  });
});

describe('an order waits after', () => {
  it.each<[string, SellerReply, string]>([
    ['200 processing', { body: { status: 'processing' } }, 'processing'],
    ['201 processing', { status: 201, body: { status: 'processing' } }, 'processing'],
    ['206 processing', { status: 206, body: { status: 'processing' } }, 'processing'],
    ['202 processing', { status: 202, body: { status: 'processing' } }, 'processing'],
    ['202 without a body', { status: 202 }, 'processing'],
    ['202 with any body', { status: 202, body: { id: 7 } }, 'processing'],
    ['304', { status: 304 }, 'not_modified'],
  ])('%s: the next check comes by the plan', async (_what, reply, outcome) => {
    const order = await orderAnswered(reply);
    expect(await order.checked()).toMatchObject({ outcome, status_code: reply.status ?? 200 });
    expect((await order.read()).status).toBe('processing');
    expect(await untilNextCheck(order)).toBe(MINUTE);
    expect(await order.checked()).toMatchObject({ outcome, attempt_num: 2 });
  });

  it('processing with progress and message, which are kept and told', async () => {
    const order = await orderAnswered([
      { body: { status: 'processing', progress: 33.4, message: 'Drawing' } },
      { body: { status: 'processing', progress: 60 } },
    ]);
    const first = await order.checked();
    expect(await order.read()).toMatchObject({ progress: 33, message: 'Drawing' });
    const progress = (await order.events()).filter((event) => event.type === 'progress');
    const cause = { kind: 'check', attempt_id: first.attempt_id };
    expect(progress).toMatchObject([{ progress: 33, message: 'Drawing', from: null, to: null, run: 1, cause }]);
    await order.checked();
    expect(await order.read()).toMatchObject({ progress: 60, message: 'Drawing' });
    journey.pass(2_000);
    await order.toldUpTo('order.progress');
  });

  it('processing with a progress and a message that cannot be: they are passed over', async () => {
    const order = await orderAnswered({ body: { status: 'processing', progress: 140, message: 7 } });
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    expect(await order.read()).toMatchObject({ progress: null, message: null });
  });

  it('processing with a long message: 500 characters of it are kept', async () => {
    const order = await orderAnswered({ body: { status: 'processing', message: 'm'.repeat(700) } });
    await order.checked();
    expect((await order.read()).message).toBe('m'.repeat(500));
  });
});

describe('the instant of the next check', () => {
  it.each<[string, SellerReply, number]>([
    ['Retry-After is a floor', processing({ headers: { 'retry-after': '600' } }), 600],
    ['a Retry-After sooner than the plan changes nothing', processing({ headers: { 'retry-after': '5' } }), 60],
    ['next_check_s makes it sooner', processing({ body: { status: 'processing', next_check_s: 5 } }), 5],
    ['next_check_s makes it later', processing({ body: { status: 'processing', next_check_s: 3600 } }), 3600],
    ['next_check_s may be a fraction', processing({ body: { status: 'processing', next_check_s: 2.5 } }), 2.5],
    ['never closer than MIN_CHECK_INTERVAL_S', processing({ body: { status: 'processing', next_check_s: 0 } }), 1],
    [
      'Retry-After is a floor under next_check_s too',
      processing({ headers: { 'retry-after': '30' }, body: { status: 'processing', next_check_s: 5 } }),
      30,
    ],
    [
      'a next_check_s that is no number is passed over',
      processing({ body: { status: 'processing', next_check_s: 'soon' } }),
      60,
    ],
  ])('%s', async (_what, reply, seconds) => {
    const order = await orderAnswered(reply);
    await order.checked();
    expect(await untilNextCheck(order)).toBe(seconds * 1000);
  });

  it('is never past the deadline', async () => {
    for (const reply of [
      processing({ body: { status: 'processing', next_check_s: 90_000 } }),
      processing({ headers: { 'retry-after': '90000' } }),
    ]) {
      const order = await orderAnswered(reply, { deadline_s: 3600 });
      await order.checked();
      const { next_check_at, deadline_at } = await order.read();
      expect(next_check_at).toBe(deadline_at);
    }
  });

  it('is, on the sweep plan, the first tick at or after what Retry-After asks', async () => {
    const tool = (await journey.tool()).onStatus(processing({ headers: { 'retry-after': '1800' } }));
    const order = await tool.placed();
    await order.checked();
    expect(await untilNextCheck(order)).toBe(30 * MINUTE);
    const sooner = await (
      await journey.tool()
    )
      .onStatus(processing({ body: { status: 'processing', next_check_s: 20 } }))
      .placed();
    await sooner.checked();
    expect(await untilNextCheck(sooner)).toBe(20_000);
  });

  function processing(reply: SellerReply): SellerReply {
    return { body: { status: 'processing' }, ...reply };
  }
});

describe('a final word in a check', () => {
  it('completes the order with a good result, and the marketplace is told', async () => {
    const order = await orderAnswered({
      body: { status: 'completed', result_text: 'A bicycle', completed_at: '2030-01-07T09:00:00Z' },
    });
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'completed', status_code: 200, error: null });
    const { status, delivered_by, result, completed_at, next_check_at, progress } = await order.read();
    expect({ status, delivered_by, next_check_at, progress }).toEqual({
      ...{ status: 'completed', delivered_by: 'check', next_check_at: null, progress: 100 },
    });
    expect(result).toEqual({ output_type: 'text', text: 'A bicycle', files: [] });
    expect(Date.parse(completed_at ?? '')).toBe(journey.clock.now());
    expect((await order.events()).at(-1)).toMatchObject({
      ...{
        type: 'status',
        from: 'processing',
        to: 'completed',
        cause: { kind: 'check', attempt_id: attempt.attempt_id },
      },
    });
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    expect(order.told.at(-1)?.data).toMatchObject({ order_id: order.id, delivered_by: 'check', result });
    journey.pass(HOUR);
    expect(order.tool.checks).toHaveLength(1);
  });

  it.each<[string, unknown, object]>([
    ['an error that is text', 'Out of ink', { message: 'Out of ink' }],
    [
      'an error with code and message',
      { code: 'INK', message: 'Out of ink' },
      { message: 'Out of ink', hint: expect.stringContaining('INK') },
    ],
    ['no error', undefined, { message: 'The seller gave no reason.' }],
    ['a long error', 'e'.repeat(3000), { message: 'e'.repeat(2000) }],
  ])('fails the order with the message of the seller: %s', async (_what, error, expected) => {
    const order = await orderAnswered({ body: { status: 'failed', error } });
    expect(await order.checked()).toMatchObject({ outcome: 'failed' });
    const read = await order.read();
    expect(read.error).toMatchObject({ code: 'seller_failed', ...expected });
    expect([read.status, read.delivered_by, read.result]).toEqual(['failed', 'check', null]);
    expect(await order.toldUpTo('order.failed')).toEqual(['order.processing', 'order.failed']);
  });
});

describe('completed with a bad result', () => {
  const bad = { body: { status: 'completed', result_url: 'http://seller.example/a.png' } };
  const every = (minutes: number) => ({ poll: { strategy: 'fixed', interval_s: minutes * 60, jitter: 0 } });

  it.each<[string, object, RegExp]>([
    ['base64 that is not', { file_base64: '@@@@', filename: 'a.png' }, /base64/],
    ['base64 without a byte', { file_base64: '', filename: 'a.png' }, /empty/],
    ['an http: URL', { result_url: 'http://seller.example/a.png' }, /https/],
    [
      'an object_key that no upload has',
      { output_type: 'file', files: [{ filename: 'a', object_key: 'orders/x/y' }] },
      /object_key/,
    ],
    ['json that is none', { output_type: 'json', result_text: '{' }, /JSON/],
    ['nothing', {}, /no result/],
  ])('stays processing, and the attempt says what is wrong: %s', async (_what, fields, sentence) => {
    const order = await orderAnswered({ body: { status: 'completed', ...fields } });
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'bad_result', status_code: 200 });
    expectSentence(attempt.error);
    expect(attempt.error).toMatch(sentence);
    expect(await order.read()).toMatchObject({ status: 'processing', result: null, error: null });
    expect(await untilNextCheck(order)).toBe(MINUTE);
  });

  it('fails the order at the third in a row, where 15 minutes lie between first and third', async () => {
    const order = await orderAnswered(bad, every(8));
    for (let i = 0; i < 2; i++) await order.checked();
    expect((await order.read()).status).toBe('processing');
    await order.checked();
    const { status, error, delivered_by } = await order.read();
    expect([status, error?.code, delivered_by]).toEqual(['failed', 'bad_result', null]);
    expectSentence(error?.message ?? null);
    expectSentence(error?.hint ?? null);
    expect(await order.outcomes('check')).toEqual(Array(3).fill('bad_result'));
    expect(await order.toldUpTo('order.failed')).toEqual(['order.processing', 'order.failed']);
  });

  it('does not fail it before 15 minutes are over, however many there are', async () => {
    const order = await orderAnswered(bad, every(3));
    for (let i = 0; i < 5; i++) await order.checked();
    expect((await order.read()).status).toBe('processing');
    await order.checked();
    expect((await order.read()).status).toBe('failed');
  });

  it('does not fail it at the second, however far apart they are', async () => {
    const order = await orderAnswered(bad, every(60));
    for (let i = 0; i < 2; i++) await order.checked();
    expect((await order.read()).status).toBe('processing');
    await order.checked();
    expect((await order.read()).status).toBe('failed');
  });

  it('counts anew after any other answer', async () => {
    const order = await orderAnswered(
      [bad, bad, { body: { status: 'processing' } }, bad, bad, { status: 503 }, bad, bad, bad],
      every(20),
    );
    for (let i = 0; i < 8; i++) await order.checked();
    expect((await order.read()).status).toBe('processing');
    await order.checked();
    expect((await order.read()).status).toBe('failed');
  });

  it('does no harm where a good result follows', async () => {
    const order = await orderAnswered([bad, bad, { body: { status: 'completed', result_text: 'mended' } }], every(20));
    for (let i = 0; i < 3; i++) await order.checked();
    expect(await order.read()).toMatchObject({ status: 'completed', error: null, result: { text: 'mended' } });
  });
});

describe('an answer that cannot be read', () => {
  it.each<[string, SellerReply]>([
    ['an unknown word', { body: { status: 'done', result_text: 'x' } }],
    ['a word in other letters', { body: { status: 'Completed', result_text: 'x' } }],
    ['no word', { body: { result_text: 'x' } }],
    ['a word that is no text', { body: { status: true } }],
    ['HTML', { body: '<html>login</html>' }],
    ['an array', { body: [{ status: 'completed', result_text: 'x' }] }],
    ['half a body of JSON', { body: '{"status":"comp' }],
    ['a key twice', { body: '{"status":"processing","status":"completed","result_text":"x"}' }],
    [
      'JSON 33 levels deep',
      { body: `{"status":"completed","result_text":"x","a":${'['.repeat(32)}${']'.repeat(32)}}` },
    ],
    ['a __proto__ key', { body: '{"status":"completed","result_text":"x","__proto__":{}}' }],
    ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
    ['an empty body', { status: 200 }],
    ['204', { status: 204 }],
    ['Content-Encoding', { body: { status: 'completed', result_text: 'x' }, headers: { 'content-encoding': 'gzip' } }],
  ])('is unreadable, and the order waits: %s', async (_what, reply) => {
    const order = await orderAnswered(reply);
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'unreadable', status_code: reply.status ?? 200 });
    expectSentence(attempt.error);
    expect(await order.read()).toMatchObject({ status: 'processing', result: null });
    expect(await untilNextCheck(order)).toBe(MINUTE);
  });
});

describe('a check that is refused', () => {
  it.each<[number, string]>([
    [301, 'redirected'],
    [302, 'redirected'],
    [307, 'redirected'],
    [308, 'redirected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [408, 'timeout'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [502, 'server_error'],
    [503, 'server_error'],
    [504, 'server_error'],
    [410, 'gone'],
    [400, 'rejected'],
    [405, 'rejected'],
    [422, 'rejected'],
  ])('with %d is %s, and the order waits', async (status, outcome) => {
    const target = journey.seller.url('/followed');
    const headers: Record<string, string> = status < 400 ? { location: target } : { 'retry-after': '300' };
    const order = await orderAnswered([
      { status, headers, body: 'no' },
      { body: { status: 'completed', result_text: 'x' } },
    ]);
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome, status_code: status, response_excerpt: 'no' });
    expectSentence(attempt.error);
    expect(await untilNextCheck(order)).toBe(status < 400 ? MINUTE : 5 * MINUTE);
    expect(journey.seller.requestsTo('GET /followed')).toEqual([]);
    await order.checked();
    expect((await order.read()).status).toBe('completed');
  });

  it('with 401 or 403 tells the seller once, until its headers change', async () => {
    journey.seller.reply('POST /alerts', { status: 204 });
    const seller = await journey.newSeller({ alert_url: journey.seller.url('/alerts') });
    const order = await orderAnswered([{ status: 401 }, { status: 403 }, { status: 401 }], {
      seller_id: seller.seller_id,
    });
    const notices = async () =>
      (await journey.api('GET', `/v1/sellers/${seller.seller_id}/notices`)).body.notices as {
        kind: string;
        message: string;
      }[];
    for (let i = 0; i < 3; i++) await order.checked();
    expect(await notices()).toMatchObject([{ kind: 'unauthorized', short_id: order.tool.shortId }]);
    expectSentence((await notices())[0]!.message);
    await order.tool.patch({ auth_headers: { 'X-Key': 'also wrong' } });
    for (let i = 0; i < 2; i++) await order.checked();
    expect(await notices()).toHaveLength(2);
    await eventually(() => journey.seller.requestsTo('POST /alerts').length === 2);
    const [alert] = journey.seller.requestsTo('POST /alerts');
    expect(alert?.json()).toMatchObject({ type: 'tool.unauthorized', data: { short_id: order.tool.shortId } });
  });

  it.each<[string, SellerReply]>([
    ['said processing', { body: { status: 'processing' } }],
    ['answered 202 without a body', { status: 202 }],
    ['answered 304', { status: 304 }],
    ['brought a bad result', { body: { status: 'completed', result_url: 'http://x.example' } }],
  ])('with 404 is evicted once the seller had known the order: it %s', async (_what, known) => {
    const order = await orderAnswered([
      { status: 404 },
      known,
      { status: 404 },
      { body: { status: 'completed', result_text: 'x' } },
    ]);
    expect(await order.checked()).toMatchObject({ outcome: 'not_found' });
    await order.checked();
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'evicted', status_code: 404 });
    expectSentence(attempt.error);
    await order.checked();
    expect((await order.read()).status).toBe('completed');
    expect(order.tool.jobs).toHaveLength(1);
  });
});

describe('a check that brings no answer', () => {
  const silence = { hang: true } as const;

  it.each<[string, SellerReply, string]>([
    ['silence', silence, 'timeout'],
    ['a body that trickles past the budget', { body: 'x'.repeat(100), drip: { bytes: 1, everyMs: 100 } }, 'timeout'],
    ['a reset before the answer', { resetBefore: true }, 'connection_error'],
    [
      'a reset within the body',
      { body: { status: 'completed', result_text: 'x' }, resetAfter: true },
      'connection_error',
    ],
  ])('is told by its outcome, and the order waits: %s', async (_what, reply, outcome) => {
    await expectTrouble(await orderAnswered(reply), outcome);
  });

  it('is told as a connection_error where the port is closed', async () => {
    const gone = await startSeller(journey.authority);
    const status_url = gone.url('/status/{order_id}');
    await gone.close();
    await expectTrouble(await orderAnswered({}, { status_url }), 'connection_error');
  });

  it('is told as a tls_error where the certificate cannot be trusted', async () => {
    const stranger = await createAuthority('A stranger');
    const other = await startSeller(journey.authority, { certificate: await stranger.issue(['localhost']) });
    open.push(other);
    await expectTrouble(await orderAnswered({}, { status_url: other.url('/status/{order_id}') }), 'tls_error');
    expect(other.requests).toEqual([]);
  });

  it('is told as a dns_error where the name does not exist', async () => {
    await expectTrouble(await orderAnswered({}, { status_url: 'https://nowhere.test/{order_id}' }), 'dns_error');
  });

  it('is told as a blocked_address where the address is not allowed', async () => {
    await expectTrouble(await orderAnswered({}, { status_url: 'https://private.test/{order_id}' }), 'blocked_address');
  });

  async function expectTrouble(order: JourneyOrder, outcome: string): Promise<void> {
    const attempt = await order.checked();
    expect(attempt.outcome).toBe(outcome);
    expectSentence(attempt.error);
    expect(await order.read()).toMatchObject({ status: 'processing', error: null });
    expect(await untilNextCheck(order)).toBe(MINUTE);
  }
});

describe('trouble of one tool', () => {
  it('does not delay the checks of another, at the same seller and at the same instant', async () => {
    const [slow, quick] = [await journey.minutely({ max_concurrency: 3 }), await journey.minutely()];
    slow.onStatus({ hang: true });
    const waiting = await Promise.all(Array.from({ length: 8 }, () => slow.placed()));
    const order = await quick.placed();
    await order.checked();
    expect(slow.checks.length).toBeLessThanOrEqual(3);
    expect(await waiting[0]!.attempts('check')).toEqual([]);
    slow.onStatus({ body: { status: 'completed', result_text: 'at last' } });
    for (const each of waiting) await each.attempt('check', 1);
  });
});
