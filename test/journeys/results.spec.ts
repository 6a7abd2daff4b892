import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { expectSentence, useJourney } from './journey.js';
import type { FileJson, JourneyOrder, OrderJson, ResultJson } from './journey-order.js';

const journey = useJourney();
const KIB = 1024;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Road = 'reply' | 'check' | 'callback';
const roads: readonly Road[] = ['reply', 'check', 'callback'];

/** Lets a new order's result come by one of the three roads. */
async function deliver(road: Road, fields: object): Promise<JourneyOrder> {
  const tool = await journey.minutely();
  if (road === 'reply') return tool.onJob({ body: { status: 'completed', ...fields } }).place();
  const order = await tool.onStatus({ body: { status: 'completed', ...fields } }).placed();
  if (road === 'check') await order.checked();
  else await order.callback({ ok: true, ...fields });
  return order;
}

async function resultOf(road: Road, fields: object): Promise<ResultJson> {
  const { result, delivered_by } = await (await deliver(road, fields)).becomes('completed');
  expect(delivered_by).toBe(road);
  return result!;
}

/** What an order says of its only file that stands in our storage. */
async function fileOf(fields: object): Promise<FileJson> {
  const { files } = await resultOf('check', { output_type: 'file', ...fields });
  expect(files).toHaveLength(1);
  return files[0]!;
}

describe.each(roads)('by %s', (road) => {
  it.each([
    ['text', 'Grüße, 世界 🚲\r\n'],
    ['json', '{"a": 12345678901234567890, "b": [1, 2]}'],
    ['csv', 'id,name\n1,=HYPERLINK("x")\n'],
    ['html', '<p onclick="x()">Hello</p>'],
    ['text', ''],
  ])('%s comes in result_text and stands in text as it came', async (output_type, text) => {
    const result = await resultOf(road, { output_type, result_text: text });
    expect(result).toEqual({ output_type, text, files: [] });
  });

  it('a hosted result comes in result_url', async () => {
    const url = 'https://cdn.example/a%20b.png?sig=1#x';
    expect(await resultOf(road, { output_type: 'url', result_url: url })).toEqual({
      output_type: 'url',
      url,
      files: [],
    });
  });

  it('one file comes in file_base64', async () => {
    const order = await deliver(road, {
      ...{ output_type: 'file', file_base64: png.toString('base64'), filename: 'bicycle.png', mime_type: 'image/png' },
    });
    const { result } = await order.becomes('completed');
    const download_url = `${journey.roundtrip.url}/v1/orders/${order.id}/files/1`;
    const types = { mime_type: 'image/png', detected_type: 'image/png' };
    const file = { n: 1, filename: 'bicycle.png', ...types, size: png.length, sha256: sha256(png), download_url };
    expect(result).toEqual({ output_type: 'file', files: [file] });
    const answer = await fetch(download_url, { headers: { authorization: `Bearer ${journey.roundtrip.adminToken}` } });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ 'content-type': 'image/png', etag: `"${sha256(png)}"`, 'cache-control': 'private' },
      ...{ 'content-disposition': 'attachment; filename="bicycle.png"', 'x-content-type-options': 'nosniff' },
      'content-security-policy': 'sandbox',
    });
  });

  it('several files come in files, hosted ones among them', async () => {
    const files = [
      { filename: 'a.txt', mime_type: 'text/plain', file_base64: base64('first') },
      { filename: 'b.mp4', mime_type: 'video/mp4', result_url: 'https://cdn.example/b.mp4' },
      { filename: 'c.png', file_base64: png.toString('base64') },
    ];
    const result = await resultOf(road, { output_type: 'file', files });
    expect(result.files).toMatchObject([
      {
        n: 1,
        filename: 'a.txt',
        mime_type: 'text/plain',
        detected_type: 'text/plain',
        size: 5,
        sha256: sha256('first'),
      },
      { n: 2, filename: 'b.mp4', mime_type: 'video/mp4', url: 'https://cdn.example/b.mp4' },
      { n: 3, filename: 'c.png', detected_type: 'image/png', size: png.length },
    ]);
    const { detected_type, size, sha256: hash, download_url } = result.files[1]!;
    expect([detected_type, size, hash, download_url]).toEqual([null, null, null, null]);
  });

  it.each([
    ['text', { result_text: 'x' }],
    ['url', { result_url: 'https://cdn.example/x' }],
    ['file', { file_base64: base64('x'), filename: 'x.bin' }],
    ['file', { files: [{ filename: 'x.bin', file_base64: base64('x') }] }],
  ])('output_type %s may be left out where the fields leave no doubt', async (output_type, fields) => {
    expect((await resultOf(road, fields)).output_type).toBe(output_type);
  });

  it.each<[string, object, RegExp]>([
    ['a type that is none', { output_type: 'pdf', result_text: 'x' }, /^output_type: must be one of/],
    ['two kinds and no type', { result_text: 'x', result_url: 'https://cdn.example/x' }, /^output_type: is needed/],
    ['no result', { output_type: 'text' }, /^result_text: must be a string/],
    ['text that is no text', { output_type: 'text', result_text: { a: 1 } }, /^result_text: must be a string/],
    ['json that is not', { output_type: 'json', result_text: "{'a': 1}" }, /^result_text: does not hold valid JSON/],
    ['json as an object', { output_type: 'json', result_text: { a: 1 } }, /^result_text: must be a string/],
    ['an http: URL', { result_url: 'http://cdn.example/x' }, /^result_url: must be https/],
    ['a URL with a password', { result_url: 'https://u:p@cdn.example/x' }, /^result_url: must not hold/],
    ['a URL without a host', { result_url: '/x.png' }, /^result_url: must be an absolute https URL/],
    ['no files', { output_type: 'file', files: [] }, /^files: must be a list/],
    [
      '51 files',
      { files: Array.from({ length: 51 }, () => ({ file_base64: 'eA==' })) },
      /^files: at most 50 files, there are 51/,
    ],
    ['a file in no way', { files: [{ filename: 'a' }] }, /^files\[0\]\.file_base64: each file needs exactly one/],
    ['a file in two ways', { files: [{ file_base64: 'eA==', result_url: 'https://x.example' }] }, /exactly one/],
    [
      'an object_key that no upload has',
      { files: [{ filename: 'a', object_key: 'orders/a/b' }] },
      /^files\[0\]\.object_key: no upload/,
    ],
    [
      'a second file that is bad',
      { files: [{ file_base64: 'eA==' }, { result_url: 'http://x.example' }] },
      /^files\[1\]\.result_url: must be https/,
    ],
    ['an empty file', { file_base64: '', filename: 'a' }, /^file_base64: The base64 text is empty/],
    ['an empty file after data:', { file_base64: 'data:text/plain;base64,', filename: 'a' }, /empty/],
    [
      'base64 of the URL alphabet',
      { file_base64: '-_-_', filename: 'a' },
      /^file_base64: Character 1 is not of the standard/,
    ],
    ['base64 without its padding', { file_base64: 'eA', filename: 'a' }, /lacks its "="/],
    ['base64 padded too much', { file_base64: 'eA===', filename: 'a' }, /too many/],
    ['base64 that is not canonical', { file_base64: 'eB==', filename: 'a' }, /not canonical/],
    ['base64 with a tab', { file_base64: 'eA=\t=', filename: 'a' }, /base64/],
    ['base64 after a data: prefix that is none', { file_base64: 'data:image/png,eA==', filename: 'a' }, /data: prefix/],
    ['base64 that is no text', { file_base64: 7, filename: 'a' }, /^file_base64: must be a string/],
    ['a type with a line break', { file_base64: 'eA==', mime_type: 'a/b\r\nx: y' }, /^mime_type: must look like/],
  ])('%s is a bad result, in words', async (_what, fields, sentence) => {
    const order = await badResult(road, fields);
    const attempt = (await order.attempts(road === 'reply' ? 'forward' : road)).at(-1)!;
    expect(attempt.outcome).toBe(road === 'reply' ? 'accepted' : 'bad_result');
    expectSentence(attempt.error);
    const told = road === 'reply' ? attempt.error!.replace('The reply says completed, but: ', '') : attempt.error;
    expect(told).toMatch(sentence);
    const { status, result, error }: OrderJson = await order.read();
    expect({ status, result, error }).toEqual({ status: 'processing', result: null, error: null });
  });
});

/** A result that cannot be taken leaves the order as it was; the caller back hears 400 and why. */
async function badResult(road: Road, fields: object): Promise<JourneyOrder> {
  const tool = await journey.minutely();
  const body = { status: 'completed', ...fields };
  if (road === 'reply') return tool.onJob({ body }).placed();
  const order = await tool.onStatus({ body }).placed();
  if (road === 'check') await order.checked();
  else expect((await order.callback({ ok: true, ...fields })).status).toBe(400);
  return order;
}

describe('base64', () => {
  it.each<[string, string]>([
    ['in one line', base64('a red bicycle')],
    ['in lines of 76', base64('a red bicycle').replace(/.{4}/g, '$&\r\n')],
    ['with spaces', ` ${base64('a red bicycle').replace(/.{5}/g, '$& ')} `],
    ['with a data: prefix', `data:text/x-poem;charset=utf-8;base64,${base64('a red bicycle')}`],
  ])('is read %s', async (_what, file_base64) => {
    const file = await fileOf({ file_base64, filename: 'poem' });
    expect(file).toMatchObject({ size: 13, sha256: sha256('a red bicycle') });
  });

  it('keeps the type of a data: prefix, where none is declared', async () => {
    const file_base64 = `data:image/webp;base64,${png.toString('base64')}`;
    expect(await fileOf({ file_base64, filename: 'a' })).toMatchObject({
      mime_type: 'image/webp',
      detected_type: 'image/png',
    });
    expect(await fileOf({ file_base64, filename: 'a', mime_type: 'image/avif' })).toMatchObject({
      mime_type: 'image/avif',
    });
  });
});

describe('a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\result.pdf', 'result.pdf'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['bad"name?.txt', 'bad_name_.txt'],
    ['CON.txt', '_CON.txt'],
    ['...', 'result-1'],
    ['', 'result-1'],
    [undefined, 'result-1'],
    [7, 'result-1'],
  ])('named %j is kept as %j', async (filename, kept) => {
    expect((await fileOf({ file_base64: base64('x'), filename })).filename).toBe(kept);
  });

  it.each<[string, Buffer, string, string]>([
    ['what its bytes tell stands beside what was declared', png, 'image/jpeg', 'image/png'],
    ['UTF-8 that tells nothing is plain text', Buffer.from('<script>alert(1)</script>'), 'text/html', 'text/plain'],
    [
      'bytes that tell nothing are just bytes',
      Buffer.from([0xff, 0x00, 0xfe, 0x01]),
      'image/png',
      'application/octet-stream',
    ],
  ])('%s, and is what is served', async (_what, bytes, mime_type, detected_type) => {
    const file = await fileOf({ file_base64: bytes.toString('base64'), filename: 'x', mime_type });
    expect(file).toMatchObject({ mime_type, detected_type });
    const answer = await fetch(file.download_url!, {
      headers: { authorization: `Bearer ${journey.roundtrip.adminToken}` },
    });
    expect(answer.headers.get('content-type')?.split(';')[0]).toBe(detected_type);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('is downloaded in part, and not again where the client has it', async () => {
    const { download_url } = await fileOf({ file_base64: base64('0123456789'), filename: 'Größe "1".txt' });
    const get = (headers: object) =>
      fetch(download_url!, { headers: { authorization: `Bearer ${journey.roundtrip.adminToken}`, ...headers } });
    const part = await get({ range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect(part.headers.get('content-disposition')).toContain("filename*=UTF-8''Gr%C3%B6%C3%9Fe");
    expect((await get({ range: 'bytes=20-' })).status).toBe(416);
    expect((await get({ 'if-none-match': `"${sha256('0123456789')}"` })).status).toBe(304);
  });

  it('is for operators, the marketplace and the owning seller', async () => {
    const owner = await journey.newSeller();
    const other = await journey.newSeller();
    const tool = await journey.minutely({ seller_id: owner.seller_id });
    const order = await tool.onStatus({ body: { status: 'completed', file_base64: base64('mine') } }).placed();
    await order.checked();
    const status = async (token: string | null) =>
      (await journey.roundtrip.call('GET', `${order.path}/files/1`, undefined, { token })).status;
    for (const [role, expected] of [
      ['operator', 200],
      ['marketplace', 200],
      ['viewer', 403],
    ] as const)
      expect([role, await status(await tokenOf(role))]).toEqual([role, expected]);
    expect([await status(owner.token), await status(other.token), await status(null)]).toEqual([200, 404, 401]);
    expect((await journey.roundtrip.call('GET', `${order.path}/files/2`)).status).toBe(404);
    const { url } = (await journey.api('POST', `${order.path}/files/1/link`, { expires_s: 60 })).body as {
      url: string;
    };
    expect(await (await fetch(url)).text()).toBe('mine');
    journey.pass(61_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('that is hosted is not ours to serve', async () => {
    const order = await deliver('check', { files: [{ filename: 'b.mp4', result_url: 'https://cdn.example/b.mp4' }] });
    expect((await journey.roundtrip.call('GET', `${order.path}/files/1`)).body.error.code).toBe('file_hosted');
  });
});

describe('long text', () => {
  it('stands in the order up to 256 KiB', async () => {
    const text = 'é'.repeat(128 * KIB);
    expect(await resultOf('check', { output_type: 'text', result_text: text })).toEqual({
      output_type: 'text',
      text,
      files: [],
    });
  });

  it.each([
    ['text', 'result.txt', 'text/plain'],
    ['json', 'result.json', 'application/json'],
    ['csv', 'result.csv', 'text/csv'],
    ['html', 'result.html', 'text/html'],
  ])('becomes a file past that: %s as %s', async (output_type, filename, mime_type) => {
    const result_text = `"${'x'.repeat(256 * KIB)}"`;
    const result = await resultOf('callback', { output_type, result_text });
    expect(result.text).toBeUndefined();
    expect(result.files).toMatchObject([
      { n: 1, filename, mime_type, size: result_text.length, sha256: sha256(result_text) },
    ]);
    const answer = await journey.roundtrip.call('GET', result.files[0]!.download_url!);
    expect(answer.text).toBe(result_text);
  });
});

describe('a result', () => {
  it('is left out of lists, and so are the inputs', async () => {
    const order = await deliver('check', { result_text: 'x' });
    const { orders } = (await journey.api('GET', `/v1/orders?short_id=${order.tool.shortId}`)).body as {
      orders: object[];
    };
    expect(orders).toHaveLength(1);
    expect(orders[0]).not.toHaveProperty('result');
    expect(orders[0]).not.toHaveProperty('inputs');
  });

  it('of an earlier or unknown kind of field is taken all the same, and the attempt names the field', async () => {
    const order = await deliver('check', { result_text: 'x', model: 'v9', price: 3 });
    expect((await order.attempt('check', 1)).error).toBe('Ignored unknown fields: model, price.');
    expect((await order.read()).status).toBe('completed');
  });
});

async function tokenOf(role: string): Promise<string> {
  return (await journey.api('POST', '/v1/tokens', { name: role, role }, 201)).body.token as string;
}
