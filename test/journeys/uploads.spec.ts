import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/roundtrip.js';
import { expectSentence, HOUR, useJourney } from './journey.js';
import type { FileJson, JourneyOrder } from './journey-order.js';
import { fileRows, prepare, put, tryPrepare, uploadRow, type PreparedJson } from './upload-client.js';

const journey = useJourney();
const MAX = 157_286_400;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function openOrder(fields: object = {}): Promise<JourneyOrder> {
  return (await journey.tool({ status_url: null })).placed(fields);
}

/** Prepares and uploads; answers what prepare said. */
async function upload(order: JourneyOrder, bytes: Buffer, wish: object = {}): Promise<PreparedJson> {
  const prepared = await prepare(order, bytes, wish);
  const { object_key } = prepared;
  expect(await put(prepared, bytes)).toMatchObject({
    status: 200,
    body: { ok: true, object_key, size: bytes.length, sha256: sha256(bytes) },
  });
  return prepared;
}

async function download(order: JourneyOrder, n: number): Promise<Buffer> {
  const headers = { authorization: `Bearer ${journey.roundtrip.adminToken}` };
  const answer = await fetch(`${journey.roundtrip.url}${order.path}/files/${n}`, { headers });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expectSentence(answer.body.error.message as string);
}

const file = { filename: 'a.png', mime_type: 'image/png', file_size: 10 };

describe('prepare', () => {
  it('answers where to put one file, and how', async () => {
    const order = await openOrder();
    const answer = await tryPrepare(order, file);
    expect(answer.status).toBe(200);
    const day = new Date(journey.clock.now()).toISOString().slice(0, 10).replaceAll('-', '');
    const body = answer.body as PreparedJson;
    expect(body).toEqual({
      ...{ ok: true, order_id: order.id, is_test_mode: false, filename: 'a.png' },
      object_key: expect.stringMatching(new RegExp(`^orders/${order.id}/${day}-[0-9a-z]{6}-a\\.png$`)),
      upload_url: expect.stringContaining(`${journey.roundtrip.url}/api/orders/uploads/${order.id}/${day}-`),
      requires_headers: { 'Content-Type': 'image/png' },
      ...{ expires_in: 3600, max_bytes: MAX },
    });
    const query = new URL(body.upload_url).searchParams;
    expect([query.get('size'), query.get('type')]).toEqual(['10', 'image/png']);
    expect(Number(query.get('expires')) * 1000).toBe(journey.clock.now() + HOUR);
  });

  it('answers several files in their order, each with a key of its own', async () => {
    const order = await openOrder();
    const files = [file, { ...file, filename: 'b.png' }, file];
    const { body } = await tryPrepare(order, { files, filename: 7 });
    expect(Object.keys(body as object)).toEqual(['ok', 'order_id', 'is_test_mode', 'uploads']);
    const uploads = body.uploads as PreparedJson[];
    expect(uploads.map((one) => one.filename)).toEqual(['a.png', 'b.png', 'a.png']);
    expect(new Set(uploads.map((one) => one.object_key)).size).toBe(3);
    for (const one of uploads) expect(Object.keys(one)).toHaveLength(6);
    expect((await put(uploads[2]!, randomBytes(10))).status).toBe(200);
  });

  it('says whether the order is a test', async () => {
    const order = await openOrder({ is_test: true });
    expect((await tryPrepare(order, file)).body.is_test_mode).toBe(true);
    expect((await tryPrepare(order, { files: [file] })).body.is_test_mode).toBe(true);
  });

  it('takes a file of 157286400 bytes and not of one more', async () => {
    const order = await openOrder();
    expect((await tryPrepare(order, { ...file, file_size: MAX })).status).toBe(200);
    expectRefusal(await tryPrepare(order, { ...file, file_size: MAX + 1 }), 400, 'invalid');
  });

  it('ignores fields that it does not know, and takes an order_id in capitals', async () => {
    const order = await openOrder();
    const answer = await tryPrepare(order, { ...file, order_id: order.id.toUpperCase(), checksum: 'x', files: null });
    expect([answer.status, answer.body.order_id]).toEqual([200, order.id]);
  });

  it.each<[string, object]>([
    ['order_id', { order_id: 7 }],
    ['order_id', { order_id: 'order-7' }],
    ['filename', { filename: undefined }],
    ['filename', { filename: '' }],
    ['filename', { filename: ['a'] }],
    ['mime_type', { mime_type: undefined }],
    ['mime_type', { mime_type: 'png' }],
    ['mime_type', { mime_type: 'image/png\r\nX: 1' }],
    ['file_size', { file_size: undefined }],
    ['file_size', { file_size: '10' }],
    ['file_size', { file_size: 1.5 }],
    ['file_size', { file_size: 0 }],
    ['files', { files: {} }],
    ['files', { files: [] }],
    ['files', { files: Array.from({ length: 21 }, () => file) }],
    ['files[1]', { files: [file, 'b.png'] }],
    ['files[1].file_size', { files: [file, { ...file, file_size: -1 }] }],
  ])('is 400 and names the field at fault: %s', async (field, wrong) => {
    const order = await openOrder();
    const answer = await tryPrepare(order, { ...file, ...wrong });
    expectRefusal(answer, 400, 'invalid');
    expect(answer.body.error.message).toMatch(new RegExp(`^${field.replace(/[[\]]/g, '\\$&')}: must `));
    expect(answer.body.error.details).toEqual([{ field, message: expect.stringMatching(/^must /) }]);
  });

  it('is 400 where the order is nobody’s, or another tool’s', async () => {
    const [order, other] = [await openOrder(), await openOrder()];
    expectRefusal(await tryPrepare(order, { ...file, order_id: randomUUID() }), 400, 'order_not_found');
    expectRefusal(await tryPrepare(order, { ...file, order_id: other.id }), 400, 'order_not_found');
  });

  it('is 409 once the order is final', async () => {
    const order = await openOrder();
    await order.callback({ ok: true, result_text: 'done' });
    expectRefusal(await tryPrepare(order, file), 409, 'order_final');
  });

  it('is 429 past 200 uploads of one order, until unused ones expire', async () => {
    const order = await openOrder({ deadline_s: 7 * 86_400 });
    const twenty = { files: Array.from({ length: 20 }, () => file) };
    await upload(order, png);
    for (let i = 0; i < 9; i++) expect((await tryPrepare(order, twenty)).status).toBe(200);
    expectRefusal(await tryPrepare(order, twenty), 429, 'too_many_uploads');
    expect((await tryPrepare(order, { files: twenty.files.slice(1) })).status).toBe(200);
    expectRefusal(await tryPrepare(order, file), 429, 'too_many_uploads');
    journey.pass(HOUR);
    expect((await tryPrepare(order, file)).status).toBe(200);
  });
});

describe('an upload', () => {
  it.each(['callback', 'check'] as const)('is the result that a %s names', async (road) => {
    const tool = await journey.minutely();
    const order = await tool.placed();
    const { object_key } = await upload(order, png, { filename: '../x/bicycle.png', mime_type: 'image/png' });
    const result = { output_type: 'file', object_key };
    tool.onStatus({ body: { status: 'completed', ...result } });
    if (road === 'check') await order.checked();
    else expect((await order.callback({ ok: true, ...result })).body).toEqual({ ok: true });
    const read = await order.becomes('completed');
    expect([read.delivered_by, read.result?.files]).toEqual([
      road,
      [
        {
          ...{ n: 1, filename: 'bicycle.png', mime_type: 'image/png', detected_type: 'image/png' },
          ...{ size: png.length, sha256: sha256(png) },
          download_url: `${journey.roundtrip.url}${order.path}/files/1`,
        },
      ],
    ]);
    expect(await download(order, 1)).toEqual(png);
  });

  it('stands beside files in base64 and hosted ones, and several stand in one result', async () => {
    const order = await openOrder();
    const [first, second] = [randomBytes(300_000), Buffer.from('second')];
    const prepared = [await upload(order, first), await upload(order, second, { filename: 'b.txt' })];
    const files = [
      { object_key: prepared[0]!.object_key, filename: 'renamed.bin', mime_type: 'application/x-mine' },
      { file_base64: png.toString('base64'), filename: 'c.png', mime_type: 'image/png' },
      { result_url: 'https://cdn.example/d.png', filename: 'd.png' },
      { object_key: prepared[1]!.object_key },
    ];
    expect((await order.callback({ ok: true, output_type: 'file', files })).body).toEqual({ ok: true });
    const kept = (await order.read()).result?.files as FileJson[];
    expect(kept.map(({ n, filename, mime_type }) => [n, filename, mime_type])).toEqual([
      [1, 'renamed.bin', 'application/x-mine'],
      [2, 'c.png', 'image/png'],
      [3, 'd.png', null],
      [4, 'b.txt', 'application/octet-stream'],
    ]);
    expect([await download(order, 1), await download(order, 2), await download(order, 4)]).toEqual([
      first,
      png,
      second,
    ]);
  });

  it('may stand in one result twice', async () => {
    const order = await openOrder();
    const { object_key } = await upload(order, png);
    const files = [{ object_key }, { object_key, filename: 'again.png' }];
    expect((await order.callback({ ok: true, output_type: 'file', files })).body).toEqual({ ok: true });
    expect((await order.read()).result?.files).toHaveLength(2);
    expect([await download(order, 1), await download(order, 2)]).toEqual([png, png]);
  });

  it('may be named again: that is the accepted result', async () => {
    const order = await openOrder();
    const { object_key } = await upload(order, png);
    const body = { ok: true, output_type: 'file', object_key };
    expect((await order.callback(body)).body).toEqual({ ok: true });
    expect((await order.callback(body)).body).toEqual({ ok: true, duplicate: true });
    expect(await download(order, 1)).toEqual(png);
  });

  it('is kept for the next run of its order', async () => {
    const order = await openOrder();
    const { object_key } = await upload(order, png);
    await order.callback({ ok: false, error: 'out of ink' });
    await order.retry();
    await order.becomes('processing', 2);
    expect((await order.callback({ ok: true, output_type: 'file', object_key })).body).toEqual({ ok: true });
    expect(await download(order, 1)).toEqual(png);
  });

  it('that a late result names is its file', async () => {
    const order = await openOrder();
    const { object_key } = await upload(order, png);
    await order.cancel();
    const late = await order.callback({ ok: true, output_type: 'file', object_key });
    expect(late.body).toEqual({ ok: true, late: true });
    const attempt_id = (await order.attempt('callback', 1)).attempt_id;
    await order.act('accept', { attempt_id });
    expect(await download(order, 1)).toEqual(png);
  });

  it.each([
    '100%.pdf',
    '%41%2Fb.txt',
    'Grüße & 世界 #1?.csv',
    "it's (a) +file;=@,$!.bin",
    'x'.repeat(300),
    '....',
    '🚲'.repeat(60),
  ])('takes any name: %s', async (filename) => {
    const order = await openOrder();
    const prepared = await upload(order, png, { filename });
    await order.callback({ ok: true, output_type: 'file', object_key: prepared.object_key });
    expect((await order.read()).result?.files[0]?.filename).toBe(prepared.filename);
    expect(prepared.object_key.endsWith(`-${prepared.filename}`)).toBe(true);
  });

  it.each(['IMAGE/PNG', 'image/png; charset=utf-8', ' image/png ;q=1'])(
    'may spell its type in another way: %s',
    async (type) => {
      const prepared = await prepare(await openOrder(), png, { mime_type: 'image/png' });
      expect((await put(prepared, png, { 'Content-Type': type })).status).toBe(200);
    },
  );

  it('leaves its row when its order is erased, and its file goes', async () => {
    const order = await openOrder();
    const { object_key } = await upload(order, png, { filename: 'private.png' });
    const key = (await uploadRow(journey, object_key))?.file_key;
    await order.cancel();
    await journey.api('DELETE', order.path, undefined, 204);
    expect(await uploadRow(journey, object_key)).toBeUndefined();
    expect((await fileRows(journey)).map((row) => row.file_key)).not.toContain(key);
  });

  it('is never told with its signature, though the seller repeats its URL', async () => {
    const order = await openOrder();
    const { upload_url } = await upload(order, png);
    const signature = new URL(upload_url).searchParams.get('signature')!;
    await order.callback({ ok: true, status: 'processing', progress: 1, message: upload_url, [upload_url]: 1 });
    await order.callback({ ok: false, error: { code: upload_url, message: `PUT ${upload_url} failed` } });
    const told = [await order.read(), await order.attempts(), await order.events(), order.told.map((one) => one.data)];
    expect(JSON.stringify(told)).toContain('signature=••••');
    expect(JSON.stringify(told)).not.toContain(signature);
    expect(journey.roundtrip.logged.join('')).not.toContain(signature);
  });
});

describe('an object_key is 400', () => {
  const expectBadResult = async (order: JourneyOrder, body: object, says: RegExp) => {
    const answer = await order.callback({ ok: true, output_type: 'file', ...body });
    expectRefusal(answer, 400, 'invalid');
    expect(answer.body.error.message).toMatch(says);
    expect(await order.attempt('callback', 1)).toMatchObject({ outcome: 'bad_result', status_code: 400 });
    expect((await order.read()).status).toBe('processing');
  };

  it('where it is of another order, also of the same tool', async () => {
    const tool = await journey.tool({ status_url: null });
    const [order, other] = [await tool.placed(), await tool.placed()];
    const { object_key } = await upload(other, png);
    await expectBadResult(order, { object_key }, /^object_key: no upload of this order has that key/);
    await expectBadResult(
      order,
      { files: [{ result_url: 'https://a.test/a' }, { object_key }] },
      /^files\[1\]\.object_key/,
    );
    expect((await other.callback({ ok: true, output_type: 'file', object_key })).body).toEqual({ ok: true });
  });

  it('where nothing has been uploaded yet; the upload may come, and then be named', async () => {
    const order = await openOrder();
    const prepared = await prepare(order, png);
    const { object_key } = prepared;
    await expectBadResult(order, { object_key }, /^object_key: nothing has been uploaded under that key yet/);
    expect((await put(prepared, png)).status).toBe(200);
    expect((await order.callback({ ok: true, output_type: 'file', object_key })).body).toEqual({ ok: true });
  });

  it('where nobody prepared it', async () => {
    const order = await openOrder();
    for (const object_key of [`orders/${order.id}/20260101-abcdef-a.bin`, '', 'orders/../../etc/passwd'])
      await expectBadResult(order, { object_key }, /^object_key: no upload of this order/);
  });
});

it('150 MiB stream through, and are the very bytes that come out', async () => {
  const order = await openOrder();
  const bytes = Buffer.alloc(MAX, randomBytes(65_521));
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const begun = performance.now();
  const { object_key } = await upload(order, bytes);
  clearInterval(watch);
  const grown = ((peak - before) / 1024 / 1024).toFixed(1);
  const tookS = ((performance.now() - begun) / 1000).toFixed(1);
  // The file itself is 150 MiB: whoever held it would grow by as much.
  expect(peak - before).toBeLessThan(MAX / 2);
  process.stdout.write(`150 MiB PUT: ${tookS} s, RSS +${grown} MiB\n`);
  await order.callback({ ok: true, output_type: 'file', object_key });
  expect(sha256(await download(order, 1))).toBe(sha256(bytes));
  await eventually(() => journey.roundtrip.rooms.budget.inUse === 0);
});
