import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/roundtrip.js';
import { expectSentence, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney();
const LIMIT = 4_718_592;

/** An order that its seller has acknowledged, of a tool without a status URL. */
async function openOrder(fields: object = {}): Promise<JourneyOrder> {
  return (await journey.tool({ status_url: null, ...fields })).placed();
}

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expectSentence(answer.body.error.message as string);
  expect(answer.body.request_id).toBe(answer.headers.get('x-request-id'));
}

describe('a callback that is taken is answered 200', () => {
  it('with a result: the order is completed, and the marketplace told', async () => {
    const order = await openOrder();
    const answer = await order.callback({ ok: true, output_type: 'text', result_text: 'A bicycle' });
    expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
    const { status, result, delivered_by, completed_at } = await order.read();
    expect({ status, delivered_by }).toEqual({ status: 'completed', delivered_by: 'callback' });
    expect(result).toEqual({ output_type: 'text', text: 'A bicycle', files: [] });
    expect(Date.parse(completed_at ?? '')).toBe(journey.clock.now());
    const [attempt, ...more] = await order.attempts('callback');
    expect(more).toEqual([]);
    expect(attempt).toMatchObject({
      ...{ kind: 'callback', run: 1, method: 'POST', url: '/api/orders/callback', status_code: 200 },
      ...{ outcome: 'completed', error: null, request_id: answer.headers.get('x-request-id') },
    });
    expect((await order.events()).at(-1)).toMatchObject({
      ...{ from: 'processing', to: 'completed', cause: { kind: 'callback', attempt_id: attempt?.attempt_id } },
    });
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    expect((await order.read()).attempts).toBe(1);
  });

  it.each<[string, unknown, object]>([
    ['a text', 'Out of ink', { message: 'Out of ink' }],
    [
      'code and message',
      { code: 'INK', message: 'Out of ink' },
      { message: 'Out of ink', hint: expect.stringContaining('INK') },
    ],
    ['nothing', undefined, { message: 'The seller gave no reason.' }],
  ])('with an error, which is %s: the order is failed', async (_what, error, expected) => {
    const order = await openOrder();
    expect((await order.callback({ ok: false, error })).body).toEqual({ ok: true });
    const read = await order.read();
    expect(read.error).toMatchObject({ code: 'seller_failed', ...expected });
    expect([read.status, read.delivered_by]).toEqual(['failed', 'callback']);
    expect(await order.outcomes('callback')).toEqual(['failed']);
    expect(await order.toldUpTo('order.failed')).toEqual(['order.processing', 'order.failed']);
  });

  it('with progress: the order goes on, and the marketplace is told', async () => {
    const order = await openOrder();
    const answer = await order.callback({ ok: true, status: 'processing', progress: 40, message: 'Half of it' });
    expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
    expect(await order.read()).toMatchObject({
      status: 'processing',
      progress: 40,
      message: 'Half of it',
      result: null,
    });
    expect(await order.outcomes('callback')).toEqual(['processing']);
    expect((await order.events()).at(-1)).toMatchObject({
      type: 'progress',
      progress: 40,
      cause: { kind: 'callback' },
    });
    journey.pass(1_000);
    expect(await order.toldUpTo('order.progress')).toEqual(['order.processing', 'order.progress']);
  });

  it.each<[string, object]>([
    ['status completed beside ok', { ok: true, status: 'completed', result_text: 'x' }],
    ['the id in capitals', { ok: true, result_text: 'x' }],
    ['fields that we do not know', { ok: true, result_text: 'x', model: 'v9' }],
  ])('with %s', async (what, body) => {
    const order = await openOrder();
    const order_id = what.includes('capitals') ? order.id.toUpperCase() : order.id;
    expect((await order.tool.callback({ order_id, ...body })).status).toBe(200);
    expect((await order.read()).status).toBe('completed');
    const { error } = await order.attempt('callback', 1);
    expect(error).toBe('model' in body ? 'Ignored unknown fields: model.' : null);
  });

  it('whatever Content-Type it bears', async () => {
    const order = await openOrder();
    const headers = { 'x-callback-secret': order.tool.json.callback_secret, 'content-type': 'text/plain' };
    const raw = JSON.stringify({ ok: true, order_id: order.id, result_text: 'x' });
    const answer = await journey.roundtrip.call('POST', '/api/orders/callback', undefined, {
      token: null,
      headers,
      raw,
    });
    expect(answer.body).toEqual({ ok: true });
  });

  it('while its tool is paused', async () => {
    const order = await openOrder();
    await order.tool.pause();
    expect((await order.callback({ ok: true, result_text: 'x' })).status).toBe(200);
    expect((await order.read()).status).toBe('completed');
  });
});

describe('a callback that changes nothing is answered 200', () => {
  it('as a duplicate, where it is the accepted answer again', async () => {
    const order = await openOrder();
    const body = { ok: true, output_type: 'file', filename: 'a.bin', file_base64: 'AAEC' };
    await order.callback(body);
    const before = await order.read();
    for (const again of [body, { ...body, output_type: undefined, note: 'retried' }])
      expect((await order.callback(again)).body).toEqual({ ok: true, duplicate: true });
    expect(await order.outcomes('callback')).toEqual(['completed', 'duplicate', 'duplicate']);
    expect(await order.read()).toEqual(before);
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', 'completed']);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
  });

  it('as a duplicate, where it is the accepted failure again', async () => {
    const order = await openOrder();
    for (const expected of [{ ok: true }, { ok: true, duplicate: true }])
      expect((await order.callback({ ok: false, error: 'no' })).body).toEqual(expected);
  });

  it('as late, where it is another answer: the attempt says whether it equals the accepted one', async () => {
    const order = await openOrder();
    await order.callback({ ok: true, result_text: 'first' });
    const answers = [
      { ok: true, result_text: 'second' },
      { ok: false, error: 'too late' },
      { ok: true, status: 'processing', progress: 99 },
    ];
    for (const late of answers) expect((await order.callback(late)).body).toEqual({ ok: true, late: true });
    const [, second, failure, progress] = await order.attempts('callback');
    expect([second?.outcome, failure?.outcome, progress?.outcome]).toEqual(['late', 'late', 'late']);
    for (const attempt of [second, failure, progress]) expectSentence(attempt?.error ?? null);
    for (const attempt of [second, failure]) {
      expect(attempt?.error).toMatch(/[0-9a-f]{16} differs from that of the accepted answer/);
    }
    expect(await order.read()).toMatchObject({
      status: 'completed',
      progress: 100,
      result: { text: 'first' },
      error: null,
    });
  });

  it('once for each of many that come at the same time: one is taken', async () => {
    const order = await openOrder();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => order.callback({ ok: true, result_text: 'same' })),
    );
    const bodies = answers.map((answer) => JSON.stringify(answer.body)).sort();
    expect(bodies).toEqual([...Array<string>(19).fill('{"ok":true,"duplicate":true}'), '{"ok":true}'].sort());
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', 'completed']);
    expect((await order.outcomes('callback')).filter((outcome) => outcome === 'completed')).toHaveLength(1);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
  });

  it('and one of many different ones wins, with its own result', async () => {
    const order = await openOrder();
    const texts = Array.from({ length: 12 }, (_, i) => `answer ${i}`);
    const answers = await Promise.all(texts.map((result_text) => order.callback({ ok: true, result_text })));
    const taken = answers.findIndex((answer) => answer.body.late === undefined);
    expect(answers.filter((answer) => answer.body.late === true)).toHaveLength(11);
    expect((await order.read()).result?.text).toBe(texts[taken]);
  });
});

describe('a callback that is invalid is answered 400', () => {
  const id = randomUUID();

  it.each<[string, string]>([
    ['broken JSON', '{ "ok": true, '],
    ['no object', '[]'],
    ['nothing', ''],
    ['no order_id', '{ "ok": true, "result_text": "x" }'],
    ['an order_id that is no UUID', '{ "ok": true, "order_id": "7", "result_text": "x" }'],
    ['a key twice', `{ "ok": true, "ok": false, "order_id": "${id}" }`],
    ['a constructor key', `{ "ok": true, "order_id": "${id}", "constructor": 1 }`],
    ['33 levels', `{ "ok": true, "order_id": "${id}", "a": ${'['.repeat(32)}${']'.repeat(32)} }`],
  ])('where nobody can say whose it is: %s', async (_what, raw) => {
    const tool = await journey.tool();
    expectRefusal(await tool.callback(undefined, { raw }), 400, 'invalid');
  });

  it.each<[string, object, RegExp]>([
    ['no ok', { result_text: 'x' }, /^ok: must be true .* or false/],
    ['ok that is text', { ok: 'true', result_text: 'x' }, /^ok: must be/],
    ['a status that is none', { ok: true, status: 'done' }, /^status: must be/],
    ['ok that contradicts status', { ok: true, status: 'failed' }, /^ok: contradicts status/],
    ['a failure that says completed', { ok: false, status: 'completed' }, /^ok: contradicts status/],
  ])('and the attempt says why: %s', async (_what, body, sentence) => {
    const order = await openOrder();
    const answer = await order.callback(body);
    expectRefusal(answer, 400, 'invalid');
    expect(answer.body.error.message).toMatch(sentence);
    const attempt = await order.attempt('callback', 1);
    expect(attempt).toMatchObject({ outcome: 'unreadable', status_code: 400, error: answer.body.error.message });
    expect(await order.read()).toMatchObject({ status: 'processing', progress: null, message: null });
  });

  it('where its result cannot be taken; the seller may send it mended', async () => {
    const order = await openOrder();
    const answer = await order.callback({ ok: true, result_url: 'http://cdn.example/a.png' });
    expectRefusal(answer, 400, 'invalid');
    expect(await order.attempt('callback', 1)).toMatchObject({
      outcome: 'bad_result',
      status_code: 400,
      error: answer.body.error.message,
    });
    expect((await order.callback({ ok: true, result_url: 'https://cdn.example/a.png' })).body).toEqual({ ok: true });
    expect((await order.read()).result?.url).toBe('https://cdn.example/a.png');
  });

  it('as order_not_found, where there is no such order', async () => {
    const tool = await journey.tool();
    expectRefusal(await tool.callback({ ok: true, order_id: id, result_text: 'x' }), 400, 'order_not_found');
  });

  it('as order_not_found, where it is the order of another tool, also of the same seller', async () => {
    const order = await openOrder();
    const other = await journey.tool();
    const secret = other.json.callback_secret;
    for (const body of [
      { ok: true, result_text: 'x' },
      { ok: false, error: 'x' },
      { ok: true, status: 'processing' },
    ])
      expectRefusal(await order.callback(body, { secret }), 400, 'order_not_found');
    expect(await order.attempts('callback')).toEqual([]);
    expect((await order.read()).status).toBe('processing');
  });

  it.each([['0'], ['-1'], ['1.5'], ['x'], ['1&run=2']])('where run is no number: %s', async (run) => {
    const order = await openOrder();
    const headers = { 'x-callback-secret': order.tool.json.callback_secret };
    const body = { ok: true, order_id: order.id, result_text: 'x' };
    const answer = await journey.roundtrip.call('POST', `/api/orders/callback?run=${run}`, body, {
      token: null,
      headers,
    });
    expectRefusal(answer, 400, 'invalid');
    expect((await order.read()).status).toBe('processing');
  });
});

describe('a callback without a secret of ours is answered 401', () => {
  it.each<[string, (order: JourneyOrder) => Record<string, string>]>([
    ['none', () => ({})],
    ['an empty one', () => ({ 'x-callback-secret': '' })],
    ['a wrong one', () => ({ 'x-callback-secret': 'cb_0123456789abcdef' })],
    ['the signing secret', (order) => ({ 'x-callback-secret': order.tool.json.signing_secret })],
    ['the admin token', () => ({ authorization: `Bearer ${journey.roundtrip.adminToken}` })],
    ['the right one with a space in it', (order) => ({ 'x-callback-secret': ` x${order.tool.json.callback_secret}` })],
  ])('%s', async (_what, headers) => {
    const order = await openOrder();
    const body = { ok: true, order_id: order.id, result_text: 'x' };
    const options = { token: null, headers: headers(order) };
    expectRefusal(await journey.roundtrip.call('POST', '/api/orders/callback', body, options), 401, 'unauthorized');
    expect(await order.attempts('callback')).toEqual([]);
    expect((await order.read()).status).toBe('processing');
  });

  it('before a byte of its body is read', async () => {
    const { hostname, port } = new URL(journey.roundtrip.url);
    const socket = connect(Number(port), hostname);
    let answered = '';
    socket.on('data', (bytes) => (answered += bytes.toString('latin1'))).on('error', () => undefined);
    const head = [
      'POST /api/orders/callback HTTP/1.1',
      'Host: x',
      'x-callback-secret: wrong',
      'Content-Length: 4000000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await eventually(() => answered.startsWith('HTTP/1.1 401'));
    socket.destroy();
  });

  it('and after a rotation only once the grace is over', async () => {
    const order = await openOrder();
    const old = order.tool.json.callback_secret;
    const path = `/v1/tools/${order.tool.shortId}/rotate-secret`;
    const fresh = (await journey.api('POST', path, { which: 'callback', grace_s: 600 })).body.callback_secret as string;
    const progress = (n: number) => ({ ok: true, status: 'processing', progress: n });
    expect((await order.callback(progress(1), { secret: old })).status).toBe(200);
    expect((await order.callback(progress(2), { secret: fresh })).status).toBe(200);
    journey.pass(600_001);
    expectRefusal(await order.callback(progress(3), { secret: old }), 401, 'unauthorized');
    expect((await order.callback(progress(4), { secret: fresh })).status).toBe(200);
    expect((await order.read()).progress).toBe(4);
  });
});

describe('a callback that is too large is answered 413', () => {
  it('from one byte past 4.5 MB; 4.5 MB are read', async () => {
    const order = await openOrder();
    const text = JSON.stringify({ ok: true, order_id: order.id, output_type: 'text', result_text: '' });
    const raw = (size: number) => Buffer.from(text.replace('""', `"${'x'.repeat(size - text.length)}"`));
    expectRefusal(await order.tool.callback(undefined, { raw: raw(LIMIT + 1) }), 413, 'too_large');
    expect((await order.read()).status).toBe('processing');
    const whole = raw(LIMIT);
    expect(whole).toHaveLength(LIMIT);
    expect((await order.tool.callback(undefined, { raw: whole })).body).toEqual({ ok: true });
    expect((await order.read()).result?.files[0]?.size).toBe(LIMIT - text.length);
  });
});

describe('a callback that we could not take is answered 500', () => {
  it('and may be sent again: nothing was lost, nothing done twice', async () => {
    const order = await openOrder();
    const body = { ok: true, file_base64: 'AAEC', filename: 'a.bin' };
    const files = journey.roundtrip.folder.join('files');
    mkdirSync(files, { recursive: true });
    renameSync(files, `${files}.away`);
    writeFileSync(files, 'A file where the folder should be: the disk is broken.');
    try {
      expectRefusal(await order.callback(body), 500, 'internal_error');
    } finally {
      rmSync(files);
      renameSync(`${files}.away`, files);
    }
    journey.forgiveBreaks(1);
    expect((await order.read()).status).toBe('processing');
    expect((await order.callback(body)).body).toEqual({ ok: true });
    expect(await order.read()).toMatchObject({ status: 'completed', result: { files: [{ size: 3 }] } });
  });
});

describe('a callback that overtakes us', () => {
  it("is kept and wins, where it comes before the seller's answer to the job POST", async () => {
    const tool = await journey.tool({ status_url: null });
    const answers: Answer[] = [];
    tool.onJob(async (request) => {
      answers.push(await tool.callback({ ok: true, order_id: request.json().order_id, result_text: 'quick' }));
      return { status: 200, body: { status: 'failed', error: 'the reply comes second' } };
    });
    const order = await tool.place();
    await order.attempt('forward', 1);
    expect(answers[0]?.body).toEqual({ ok: true });
    expect(await order.read()).toMatchObject({
      status: 'completed',
      delivered_by: 'callback',
      result: { text: 'quick' },
    });
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'completed']);
    expect(await order.outcomes('forward')).toEqual(['late']);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.completed']);
  });

  it.each<[number, string]>([
    [202, 'accepted'],
    [503, 'late'],
    [500, 'late'],
    [400, 'late'],
    [302, 'late'],
  ])('ends the order for good, though the job POST is then answered %d', async (status, outcome) => {
    const tool = await journey.tool({ status_url: null });
    tool.onJob(async (request) => {
      await tool.callback({ ok: true, order_id: request.json().order_id, result_text: 'quick' });
      return { status };
    });
    const order = await tool.place();
    expect(await order.attempt('forward', 1)).toMatchObject({ outcome, status_code: status });
    journey.pass(600_000);
    const placedLater = await tool.place();
    await placedLater.attempt('forward', 1);
    expect(await order.attempts('forward')).toHaveLength(1);
    expect(await order.read()).toMatchObject({ status: 'completed', error: null, attempts: 1 });
  });

  it('by progress only leaves the rest to the answer', async () => {
    const tool = await journey.tool({ status_url: null });
    tool.onJob(async (request) => {
      await tool.callback({ ok: true, order_id: request.json().order_id, status: 'processing', progress: 7 });
      return { status: 202 };
    });
    const order = await tool.placed();
    expect(await order.read()).toMatchObject({ status: 'processing', progress: 7 });
  });

  it('ends an order that was not even sent, and it never is', async () => {
    const tool = await journey.tool({ status_url: null, max_concurrency: 1 });
    const held: (() => void)[] = [];
    tool.onJob(() => new Promise((resolve) => held.push(() => resolve({ status: 200 }))));
    const first = await tool.place();
    await eventually(() => held.length === 1);
    const second = await tool.place();
    expect((await second.callback({ ok: true, result_text: 'psychic' })).body).toEqual({ ok: true });
    expect(await second.timeline()).toEqual(['received', 'completed']);
    held.forEach((answer) => answer());
    await first.becomes('processing');
    const third = await tool.place();
    await eventually(() => held.length === 2);
    held.at(-1)!();
    await third.becomes('processing');
    expect(tool.jobs.map((job) => job.json().order_id)).toEqual([first.id, third.id]);
    expect(await second.attempts('forward')).toEqual([]);
  });

  it('and a check of the same instant: one of them ends the order', async () => {
    const tool = (await journey.minutely()).onStatus({ body: { status: 'completed', result_text: 'by check' } });
    const orders = await Promise.all(Array.from({ length: 15 }, () => tool.placed()));
    journey.pass(60_000);
    await Promise.all(orders.map((order) => order.callback({ ok: true, result_text: 'by callback' })));
    for (const order of orders) {
      const { result, delivered_by } = await order.becomes('completed');
      expect(result?.text).toBe(`by ${delivered_by}`);
      expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', 'completed']);
      expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    }
  });
});
