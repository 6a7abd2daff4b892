import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MAX_BASE64_CHARS } from '../../src/domain/read-result.js';
import { MAX_FILES } from '../../src/domain/result.js';
import { eventually } from '../support/eventually.js';
import { expectSentence, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

/** Bodies that are parsed as they stream by, because they are too long to be held. */
const journey = useJourney();
const KIB = 1024;
const MIB = 1024 * KIB;
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Every byte in storage has a result that names it. */
afterEach(async () => {
  await eventually(async () => (await unnamed()) === 0);
  const [{ n } = { n: -1 }] = await journey.roundtrip.storage.database.read<{ n: number }>(
    'SELECT count(*) AS n FROM result_files WHERE state = 1',
  );
  expect(filesOnDisk()).toHaveLength(n);
});

async function unnamed(): Promise<number> {
  const sql = 'SELECT count(*) AS n FROM result_files WHERE state <> 1';
  const [row] = await journey.roundtrip.storage.database.read<{ n: number }>(sql);
  return row?.n ?? -1;
}

function filesOnDisk(): string[] {
  const folder = journey.roundtrip.folder.join('files');
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => statSync(`${folder}/${name}`).isFile());
}

/** Of a tool whose answers are in our words for certain: others' are held longer, in case they are in somebody else's. */
const OURS = { response: { dialect: 'roundtrip' } };

async function checked(body: object | Buffer | string, tells: object = OURS): Promise<JourneyOrder> {
  const tool = await journey.minutely(tells);
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body) : body;
  const order = await tool.onStatus({ body: bytes }).placed();
  await order.checked();
  return order;
}

/** Checked once at a seller whose answer begins so, in a string of base64 that goes on for ever: only whoever stops reading gets away. */
async function endless(begin: string): Promise<JourneyOrder> {
  const seller = createServer(await journey.authority.issue(['localhost']));
  await once(seller.listen(0, '127.0.0.1'), 'listening');
  const cutOff = new Promise<void>((resolve) => {
    seller.on('request', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(begin);
      response.write('AAAA'.repeat(MAX_BASE64_CHARS / 4) + 'A');
      response.on('close', resolve);
    });
  });
  const origin = `https://localhost:${(seller.address() as AddressInfo).port}`;
  const order = await (await journey.minutely({ status_url: `${origin}/{order_id}` })).placed();
  await order.checked();
  await cutOff;
  seller.close();
  seller.closeAllConnections();
  return order;
}

async function download(order: JourneyOrder, n = 1): Promise<Buffer> {
  const headers = { authorization: `Bearer ${journey.roundtrip.adminToken}` };
  const answer = await fetch(`${journey.roundtrip.url}${order.path}/files/${n}`, { headers });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function refusal(order: JourneyOrder): Promise<string> {
  const [attempt] = await order.attempts('check');
  expect(attempt?.outcome).toBe('bad_result');
  expectSentence(attempt?.error ?? null);
  return attempt?.error ?? '';
}

describe('a file in base64', () => {
  it('of exactly 52,428,800 characters completes the order, to the byte', async () => {
    const bytes = randomBytes((MAX_BASE64_CHARS / 4) * 3);
    const order = await checked(
      `{"output_type":"file","filename":"big.bin","file_base64":"${bytes.toString('base64')}","status":"completed"}`,
    );
    const { result } = await order.becomes('completed');
    expect(result?.files).toMatchObject([{ filename: 'big.bin', size: bytes.length, sha256: sha256(bytes) }]);
    expect(sha256(await download(order))).toBe(sha256(bytes));
  });

  it('of one character more is refused, and the rest of the body not read', async () => {
    const order = await endless('{"status":"completed","filename":"big.bin","file_base64":"');
    expect(await refusal(order)).toMatch(/^file_base64: The base64 text has more than 52428800 characters/);
    expect((await order.read()).status).toBe('processing');
  });

  it.each<[string, string, object]>([
    ['failed', '"error":{"code":"E7","message":"Out of paint."},', { error: 'Ignored unknown fields: more.' }],
    ['processing', '"progress":40,', { error: 'Ignored unknown fields: more.' }],
  ])('of one character more counts for nothing after the word %s', async (status, said, attempt) => {
    const order = await endless(`{"more":1,"status":"${status}",${said}"files":[{"filename":"a","file_base64":"`);
    expect((await order.attempts('check'))[0]).toMatchObject({ outcome: status, ...attempt });
    const read = await order.read();
    if (status === 'failed') expect(read.error?.message).toBe('Out of paint.');
    else expect(read).toMatchObject({ status, progress: 40 });
  });

  it('comes with escapes, white space and a data: prefix, whatever stands around it', async () => {
    const bytes = randomBytes(600 * KIB);
    const text = JSON.stringify(`data:image/webp;base64,${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}`);
    const escaped = text.replaceAll('/', '\\/').replaceAll('+', '\\u002b');
    const order = await checked(`{"progress":3,"file_base64": ${escaped} ,"more":{"a":[1,2]},"status":"completed"}`);
    const { result } = await order.becomes('completed');
    expect(result?.files).toMatchObject([{ mime_type: 'image/webp', sha256: sha256(bytes), size: bytes.length }]);
    expect((await order.attempts('check'))[0]?.error).toBe('Ignored unknown fields: more.');
  });

  it('is one of several, small, large and hosted ones by turns', async () => {
    const parts = [Buffer.from('small'), randomBytes(400 * KIB), randomBytes(2 * MIB)];
    const [small, large, larger] = parts.map((file_base64, i) => ({
      ...{ filename: `${i}.bin`, file_base64: file_base64.toString('base64') },
    }));
    const hosted = { filename: 'h.mp4', result_url: 'https://cdn.example/h.mp4' };
    const order = await checked({ files: [small, large, hosted, larger], status: 'completed', output_type: 'file' });
    const { result } = await order.becomes('completed');
    expect(result?.files.map((file) => file.sha256)).toEqual([
      ...[sha256(parts[0]!), sha256(parts[1]!), null, sha256(parts[2]!)],
    ]);
    expect(sha256(await download(order, 4))).toBe(sha256(parts[2]!));
  });

  it('is looked at: what its bytes tell stands beside what was declared', async () => {
    const start = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';
    const png = Buffer.concat([Buffer.from(start, 'base64'), randomBytes(400 * KIB)]);
    const order = await checked({ status: 'completed', file_base64: png.toString('base64'), mime_type: 'text/html' });
    const { result } = await order.becomes('completed');
    expect(result?.files[0]).toMatchObject({ mime_type: 'text/html', detected_type: 'image/png' });
  });

  it.each<[string, (good: string) => string, RegExp]>([
    [
      'a character of another alphabet',
      (good) => `${good.slice(0, 300_000)}_${good.slice(300_001)}`,
      /Character 300001 /,
    ],
    ['no padding', (good) => `${good}eA`, /lacks its "="/],
    ['bits that should be zero', (good) => `${good}eB==`, /not canonical/],
  ])('with %s is refused, in words', async (_what, spoil, sentence) => {
    const good = randomBytes(300 * KIB).toString('base64');
    const order = await checked({ file_base64: spoil(good), filename: 'a', status: 'completed' });
    expect(await refusal(order)).toMatch(sentence);
  });

  it('counts for nothing where the status is another', async () => {
    const file_base64 = randomBytes(400 * KIB).toString('base64');
    const order = await checked({ file_base64, status: 'failed', error: 'Out of paint.' });
    expect((await order.becomes('failed')).error?.message).toBe('Out of paint.');
  });

  it('comes in the reply to the forward as well', async () => {
    const bytes = randomBytes(3 * MIB);
    const tool = await journey.tool();
    const body = { status: 'completed', file_base64: bytes.toString('base64'), filename: 'a.bin' };
    const order = await tool.onJob({ body }).place();
    const { result, delivered_by } = await order.becomes('completed');
    expect([delivered_by, result?.files[0]?.sha256]).toEqual(['reply', sha256(bytes)]);
  });

  it('that is said again by another road is no second file', async () => {
    const body = { file_base64: randomBytes(400 * KIB).toString('base64'), filename: 'a' };
    const order = await checked({ ...body, status: 'completed' });
    await order.becomes('completed');
    expect((await order.callback({ ok: true, ...body })).body).toEqual({ ok: true, duplicate: true });
    const late = { ...body, file_base64: randomBytes(400 * KIB).toString('base64') };
    expect((await order.callback({ ok: true, ...late })).body).toEqual({ ok: true, late: true });
  });
});

describe('a callback', () => {
  /** A body of so many bytes, with a file that fills it. */
  function bodyOf(orderId: string, bytes: number): { raw: string; file: Buffer } {
    const around = JSON.stringify({ ok: true, order_id: orderId, filename: 'a.bin', file_base64: '' });
    const room = bytes - around.length;
    const file = randomBytes(Math.floor(room / 4) * 3);
    const base64 = file.toString('base64').padStart(room, ' ');
    return { raw: JSON.stringify({ ok: true, order_id: orderId, filename: 'a.bin', file_base64: base64 }), file };
  }

  it('of exactly 4,718,592 bytes is taken; of one more it is 413 and nothing is kept', async () => {
    const order = await (await journey.tool()).placed();
    const tooLong = await order.callback({}, { raw: bodyOf(order.id, 4_718_593).raw });
    expect([tooLong.status, (await order.read()).status]).toEqual([413, 'processing']);
    const { raw, file } = bodyOf(order.id, 4_718_592);
    expect(Buffer.byteLength(raw)).toBe(4_718_592);
    expect((await order.callback({}, { raw })).body).toEqual({ ok: true });
    expect((await order.becomes('completed')).result?.files[0]?.sha256).toBe(sha256(file));
  });

  it('whose file is refused says so with 400, and the same again with a good one completes', async () => {
    const order = await (await journey.tool()).placed();
    const good = randomBytes(300 * KIB).toString('base64');
    const bad = await order.callback({ ok: true, file_base64: `${good}*`, filename: 'a' });
    expect(bad.status).toBe(400);
    expect(bad.text).toMatch(/file_base64: Character 409601 is not of the standard base64 alphabet/);
    expect((await order.callback({ ok: true, file_base64: good, filename: 'a' })).status).toBe(200);
    await order.becomes('completed');
  });

  it('for another order than the tool has keeps nothing of a large file', async () => {
    const order = await (await journey.tool()).placed();
    const other = await journey.tool();
    const file_base64 = randomBytes(300 * KIB).toString('base64');
    expect((await other.callback({ ok: true, order_id: order.id, file_base64 })).status).toBe(400);
  });
});

describe('a long text', () => {
  it.each([
    ['text', 'Grüße 🚲 '.repeat(60_000), 'result.txt'],
    ['html', `<p>${'x'.repeat(400_000)}</p>`, 'result.html'],
    ['json', JSON.stringify({ list: Array.from({ length: 60_000 }, (_, n) => n) }), 'result.json'],
    ['csv', 'id;name\r\n'.repeat(60_000), 'result.csv'],
  ])('of output_type %s becomes a file, to the letter', async (output_type, result_text, filename) => {
    for (const tells of [OURS, {}]) {
      const order = await checked({ status: 'completed', output_type, result_text }, tells);
      const { result } = await order.becomes('completed');
      expect(result).toMatchObject({ output_type, files: [{ n: 1, filename, sha256: sha256(result_text) }] });
      expect((await download(order)).toString()).toBe(result_text);
      expect((await order.attempts('check'))[0]?.error).toBeNull();
    }
  });

  it('short enough for the order stands in it, though the body was long', async () => {
    const result_text = 'é'.repeat(128 * KIB);
    const order = await checked({ status: 'completed', result_text, padding: 'x'.repeat(300 * KIB) });
    expect((await order.becomes('completed')).result).toEqual({ output_type: 'text', text: result_text, files: [] });
  });

  it.each([
    ['that is no JSON, though it says so,', `{"a": [${'1, '.repeat(120_000)}]}`],
    ['of JSON behind a byte order mark, as a short one,', `\ufeff[${'1, '.repeat(120_000)}1]`],
  ])('%s is refused', async (_what, result_text) => {
    const order = await checked({ status: 'completed', output_type: 'json', result_text });
    expect(await refusal(order)).toMatch(/^result_text: does not hold valid JSON/);
  });
});

describe('CSV', () => {
  const csv = (result_text: string) => checked({ status: 'completed', output_type: 'csv', result_text });

  it.each([
    ['short', '"never closed,1\n2,3\n'],
    ['long', `a,b\n${'1,2\n'.repeat(90_000)}"never closed,1\n`],
  ])('that is %s and has a quote that never ends is refused', async (_length, text) => {
    expect(await refusal(await csv(text))).toMatch(/^result_text: is not valid CSV: a quoted field never ends/);
  });

  it('with rows of unequal length is taken, and the attempt tells', async () => {
    const order = await csv('a,b\n1,2\n1,2,3\n');
    await order.becomes('completed');
    const [attempt] = await order.attempts('check');
    expect(attempt?.error).toBe('Line 3 of the CSV has 3 fields, its first line 2.');
  });

  it('of semicolons, with commas in its numbers, is nothing to tell of', async () => {
    const order = await csv('name;price\nbike;1,5\nboat;2\n');
    await order.becomes('completed');
    expect((await order.attempts('check'))[0]?.error).toBeNull();
  });
});

describe('a long body', () => {
  const padding = `"padding":"${'x'.repeat(300 * KIB)}"`;

  it.each<[string, string, RegExp]>([
    ['a key twice', `{"status":"processing",${padding},"status":"completed"}`, /The key "status" stands twice/],
    ['__proto__', `{${padding},"a":{"__proto__":1}}`, /The key "__proto__" is not allowed/],
    ['33 levels', `{${padding},"a":${'['.repeat(32)}${']'.repeat(32)}}`, /nested deeper than 32 levels/],
    ['no end', `{"status":"completed",${padding}`, /cut off/],
    ['something after its end', `{"status":"completed",${padding}} x`, /not JSON/],
  ])('with %s is unreadable, as a short one is', async (_what, body, sentence) => {
    const order = await checked(body);
    const [attempt] = await order.attempts('check');
    expect(attempt?.outcome).toBe('unreadable');
    expect(attempt?.error).toMatch(sentence);
    expectSentence(attempt?.error ?? null);
  });

  const long = 'x'.repeat(1_300_000);

  it.each<[string, object, object]>([
    ['error', { error: long }, { message: long.slice(0, 2000) }],
    ['error.message', { error: { message: long, code: 'E7' } }, { message: long.slice(0, 2000) }],
    ['error.code', { error: { code: long, message: 'Why.' } }, { message: 'Why.' }],
    ['message', { message: long }, { message: long.slice(0, 2000) }],
    ['error.details', { error: { details: [long], message: 'Why.' } }, { message: 'Why.' }],
  ])('that says failed fails the order, however long its %s', async (_field, said, error) => {
    const order = await checked({ ...said, status: 'failed' });
    expect((await order.becomes('failed')).error).toMatchObject({ code: 'seller_failed', ...error });
  });

  it('may say of its files what we do not know, and never too much of it', async () => {
    const file = { preview: long, meta: { a: [long] }, filename: 'a.txt', file_base64: 'aGk=' };
    const order = await checked({ files: [file, file], status: 'completed' });
    expect((await order.becomes('completed')).result?.files).toMatchObject([{ size: 2 }, { size: 2 }]);
  });

  it('with more files than a result may have is refused for that', async () => {
    const files = Array.from({ length: MAX_FILES + 1 }, () => ({ file_base64: randomBytes(9000).toString('base64') }));
    const order = await checked({ files, status: 'completed' });
    expect(await refusal(order)).toBe(`files: at most ${MAX_FILES} files, there are ${MAX_FILES + 1}.`);
  });

  it('has its whole text, however many files stand beside it', async () => {
    const files = Array.from({ length: MAX_FILES + 1 }, () => ({ file_base64: randomBytes(9000).toString('base64') }));
    const result_text = 'é'.repeat(100_000);
    const order = await checked({ files, file_base64: 'aGk=', output_type: 'text', result_text, status: 'completed' });
    expect((await order.becomes('completed')).result?.text).toBe(result_text);
  });

  it('that is no UTF-8 is unreadable', async () => {
    const body = Buffer.concat([Buffer.from(`{${padding},"a":"`), Buffer.from([0xff]), Buffer.from('"}')]);
    const [attempt] = await (await checked(body)).attempts('check');
    expect(attempt).toMatchObject({ outcome: 'unreadable', error: expect.stringMatching(/not valid UTF-8/) });
  });

  it('of 64 MiB is read; of one byte more it is too large', async () => {
    const body = Buffer.alloc(64 * MIB + 1, ' ');
    body.write('{ "status": "processing", "progress": 64 }');
    const tool = await journey.minutely();
    tool.onStatus([(_request, res) => void res.writeHead(200).end(body), { body: body.subarray(0, 64 * MIB) }]);
    const order = await tool.placed();
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'too_large', status_code: 200 });
    expectSentence(attempt.error);
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    expect((await order.read()).progress).toBe(64);
  });

  it('that trickles in is read as well, and pieces that hold nothing make nobody spin', async () => {
    const bytes = randomBytes(400 * KIB);
    const tool = await journey.minutely();
    const body = Buffer.from(JSON.stringify({ status: 'completed', file_base64: bytes.toString('base64') }));
    const order = await tool.onStatus({ body, drip: { bytes: 30_000, everyMs: 5 } }).placed();
    await order.checked();
    expect((await order.becomes('completed')).result?.files[0]?.sha256).toBe(sha256(bytes));
  });

  it('that breaks off half way leaves nothing, and the next check completes the order', async () => {
    const tool = await journey.minutely();
    const bytes = randomBytes(900 * KIB);
    const body = { status: 'completed', file_base64: bytes.toString('base64') };
    const order = await tool.onStatus([{ body, resetAfter: true }, { body }]).placed();
    await order.checked();
    await eventually(async () => (await unnamed()) === 0);
    await order.checked();
    expect((await order.becomes('completed')).result?.files[0]?.sha256).toBe(sha256(bytes));
    expect(await order.outcomes('check')).toEqual(['connection_error', 'completed']);
  });
});
