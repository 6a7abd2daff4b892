import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { eventually } from '../support/eventually.js';
import { storedBytes } from '../support/whole-database.js';
import { StorageUnavailable } from '../../src/storage/files/file-store.js';
import { startSeller, type ScriptedSeller, type SellerReply } from '../support/scripted-seller.js';
import { expectSentence, HOUR, useJourney, type Journey } from './journey.js';
import type { Attempt, JourneyOrder, OrderJson } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();

/** Where sellers host their files: another origin than that of their jobs. */
let cdn: ScriptedSeller;
beforeAll(async () => {
  cdn = await startSeller(journey.authority);
});
beforeEach(() => cdn.reset());
afterAll(() => cdn.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const mirroring = (fields: object = {}, where: Journey = journey) =>
  where.tool({ status_url: null, mirror_result_url: true, ...fields });

/** An order of a tool, whose seller calls back with this result. */
async function completed(tool: JourneyTool, result: object): Promise<JourneyOrder> {
  const order = await tool.placed();
  expect((await order.callback({ ok: true, ...result })).body).toEqual({ ok: true });
  return order;
}

async function completedBy(result: object, fields: object = {}): Promise<JourneyOrder> {
  return completed(await mirroring(fields), result);
}

function mirrored(order: JourneyOrder): Promise<OrderJson> {
  return eventually(async () => {
    const found = await order.read();
    if (found.result?.mirrored !== true)
      throw new Error(JSON.stringify([found.result, await order.outcomes('mirror')]));
    return found;
  });
}

const notes = async (order: JourneyOrder) => (await order.events()).filter(({ type }) => type === 'note');

/** The last line of its timeline, once that tells why a file stays where it is. */
function givenUp(order: JourneyOrder): Promise<string> {
  return eventually(async () => (await notes(order)).at(-1)?.message?.match(/.* could not be mirrored: .*/)?.[0]);
}

/** Lets time pass up to its next download, and gives back what came of it. */
async function fetchedAgain(order: JourneyOrder): Promise<Attempt> {
  const before = (await order.attempts('mirror')).length;
  journey.clock.advanceTo(await order.dueAt('mirror'));
  return order.attempt('mirror', before + 1);
}

async function download(url: string | null | undefined): Promise<Buffer> {
  const answer = await fetch(url!, { headers: { authorization: `Bearer ${journey.roundtrip.adminToken}` } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Whatever lies in the folder of result files. */
function stored(where: Journey = journey): string[] {
  const entries = readdirSync(where.roundtrip.folder.join('files'), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

const fileRows = (orderId: string) =>
  journey.roundtrip.storage.database.read('SELECT * FROM result_files WHERE order_id = $1', [orderId]);

/** Answers that wait until the test gives them. */
function held(route: string): ((reply: SellerReply) => void)[] {
  const waiting: ((reply: SellerReply) => void)[] = [];
  cdn.reply(route, () => new Promise<SellerReply>((resolve) => waiting.push(resolve)));
  return waiting;
}

describe('a result that is a URL', () => {
  it('stays a URL where its tool does not ask for more', async () => {
    const tool = await journey.tool({ status_url: null });
    const url = cdn.url('/a.png');
    const order = await completed(tool, { result_url: url });
    expect(await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)).toBeNull();
    expect((await order.read()).result).toEqual({ output_type: 'url', url, files: [] });
    expect(cdn.requests).toEqual([]);
  });

  it.each(['reply', 'check', 'callback'])('by %s is fetched once, and outlives its server', async (road) => {
    cdn.reply('GET /a.png', { body: png, headers: { 'content-type': 'image/png' } });
    const url = cdn.url('/a.png?sig=0123456789');
    const result = { status: 'completed', result_url: url };
    const tool = await journey.minutely({ mirror_result_url: true });
    if (road === 'reply') tool.onJob({ body: result });
    else tool.onStatus({ body: result });
    const order = await tool.place();
    if (road !== 'reply') await order.becomes('processing');
    if (road === 'check') await order.checked();
    if (road === 'callback') await order.callback({ ok: true, ...result });
    const { result: kept, delivered_by } = await mirrored(order);
    const download_url = `${journey.roundtrip.url}${order.path}/files/1`;
    const file = { n: 1, filename: 'a.png', mime_type: null, detected_type: 'image/png', size: png.length };
    expect(kept).toEqual({
      ...{ output_type: 'url', url, mirrored: true },
      files: [{ ...file, sha256: sha256(png), download_url, url }],
    });
    expect(delivered_by).toBe(road);
    expect(cdn.requestsTo('GET /a.png')).toHaveLength(1);
    await cdn.down();
    expect(await download(download_url)).toEqual(png);
    await cdn.up();
  });

  it('is an order like any other for its readers: a note, a new ETag, no further event, no more attempts', async () => {
    const answers = held('GET /a.txt');
    const order = await completedBy({ result_url: cdn.url('/a.txt') });
    await eventually(() => answers.length === 1);
    const before = await journey.api('GET', order.path);
    journey.pass(1_000);
    answers[0]!({ body: 'a cat' });
    await mirrored(order);
    const after = await journey.api('GET', order.path);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const [was, is] = [before.body as OrderJson, after.body as OrderJson];
    expect(Date.parse(is.updated_at)).toBe(Date.parse(was.updated_at) + 1_000);
    expect({ ...is, result: null, updated_at: null }).toEqual({ ...was, result: null, updated_at: null });
    expect(is.attempts).toBe(1);
    const attempt = await order.attempt('mirror', 1);
    expect(attempt).toMatchObject({
      ...{ run: 1, attempt_num: 1, method: 'GET', url: cdn.url('/a.txt'), status_code: 200, outcome: 'completed' },
      ...{ error: null, request_id: null, response_excerpt: null },
    });
    expect(await notes(order)).toMatchObject([
      {
        ...{ run: 1, message: `The file at ${cdn.url('/a.txt')} is kept here now: a.txt, 5 bytes.` },
        cause: { kind: 'mirror', attempt_id: attempt.attempt_id },
      },
    ]);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    expect((order.told.at(-1)!.data as unknown as OrderJson).result).not.toHaveProperty('mirrored');
  });

  it.each<[string, SellerReply, string]>([
    ['/x/y', { headers: { 'content-disposition': `attachment; filename="../the cat.png"` } }, 'the cat.png'],
    ['/x/Gr%C3%B6%C3%9Fe.png?y=z.png', {}, 'Größe.png'],
    ['/', {}, 'result-1'],
  ])('at %s is named: case %#', async (path, reply, filename) => {
    cdn.reply('GET /*', { body: png, ...reply });
    const { result } = await mirrored(await completedBy({ result_url: cdn.url(path) }));
    expect(result?.files[0]?.filename).toBe(filename);
  });

  it('may be large', async () => {
    const bytes = randomBytes(20 * 1024 * 1024);
    cdn.reply('GET /large', { body: bytes });
    const { result } = await mirrored(await completedBy({ result_url: cdn.url('/large') }));
    expect(result?.files).toMatchObject([
      { size: bytes.length, sha256: sha256(bytes), detected_type: 'application/octet-stream' },
    ]);
    expect(sha256(await download(result?.files[0]?.download_url))).toBe(sha256(bytes));
  });

  it('is still the same answer, however often the seller repeats it', async () => {
    cdn.reply('GET /a.png', { body: png });
    const answer = { ok: true, result_url: cdn.url('/a.png') };
    const order = await completedBy(answer);
    const before = await mirrored(order);
    expect((await order.callback(answer)).body).toEqual({ ok: true, duplicate: true });
    expect(await order.read()).toEqual(before);
    expect(cdn.requests).toHaveLength(1);
  });
});

describe('hosted files of a result', () => {
  it('are fetched one after another, and `mirrored` follows the last of them', async () => {
    const answers = held('GET /files/*');
    const file = (name: string, mime_type: string) => ({
      ...{ filename: name, mime_type, result_url: cdn.url(`/files/${name}`) },
    });
    const text = { filename: 'b.txt', file_base64: Buffer.from('here').toString('base64') };
    const order = await completedBy({ files: [file('a.png', 'image/jpeg'), text, file('c.bin', 'video/mp4')] });
    await eventually(() => answers.length === 1);
    answers[0]!({ body: png });
    await eventually(() => answers.length === 2);
    const half = (await order.read()).result!;
    expect(half).not.toHaveProperty('mirrored');
    expect(half.files.map(({ size }) => size)).toEqual([png.length, 4, null]);
    answers[1]!({ body: Buffer.from([0xff, 0x00]) });
    const { result } = await mirrored(order);
    expect(result?.files).toMatchObject([
      { n: 1, filename: 'a.png', mime_type: 'image/jpeg', detected_type: 'image/png', url: cdn.url('/files/a.png') },
      { n: 2, filename: 'b.txt', size: 4 },
      { n: 3, filename: 'c.bin', mime_type: 'video/mp4', detected_type: 'application/octet-stream', size: 2 },
    ]);
    for (const [i, bytes] of [png, Buffer.from('here'), Buffer.from([0xff, 0x00])].entries())
      expect(await download(result?.files[i]?.download_url)).toEqual(bytes);
    expect(cdn.peakInFlight).toBe(1);
    expect((await order.attempts('mirror')).map(({ attempt_num }) => attempt_num)).toEqual([1, 2]);
  });

  it('that cannot be had keep none of the others away', async () => {
    cdn.reply('GET /:n.txt', (request) => (request.params.n === '2' ? { status: 404 } : { body: request.params.n }));
    const files = ['1', '2', '3'].map((n) => ({ filename: `${n}.txt`, result_url: cdn.url(`/${n}.txt`) }));
    const order = await completedBy({ files });
    await order.attempt('mirror', 3);
    const { result } = await order.read();
    expect(result?.files.map(({ size }) => size)).toEqual([1, null, 1]);
    expect(result).not.toHaveProperty('mirrored');
    expect(await order.outcomes('mirror')).toEqual(['completed', 'not_found', 'completed']);
    expect((await journey.roundtrip.call('GET', `${order.path}/files/2`)).body.error.code).toBe('file_hosted');
    expect(await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)).toBeNull();
  });
});

describe('a redirect', () => {
  it('is followed three times, and the headers go to the origin of job_url only', async () => {
    const to = (location: string) => ({ status: 302, headers: { location } });
    cdn.reply('GET /1', to(journey.seller.url('/2?sig=0123456789')));
    journey.seller.reply('GET /2', to('3'));
    journey.seller.reply('GET /3', { ...to(cdn.url('/4')), status: 307 });
    cdn.reply('GET /4', { body: png });
    const order = await completedBy(
      { result_url: cdn.url('/1') },
      { auth_headers: { 'X-Key': 'a key of the seller' } },
    );
    const { result } = await mirrored(order);
    expect(result?.files).toMatchObject([{ filename: '1', url: cdn.url('/1'), sha256: sha256(png) }]);
    const keys = [cdn.requests, journey.seller.requestsTo(/^\/[23]$/)].map((all) => all.map((r) => r.headers['x-key']));
    expect(keys).toEqual([
      [undefined, undefined],
      ['a key of the seller', 'a key of the seller'],
    ]);
    expect((await order.attempts('mirror')).map(({ outcome, url, error }) => [outcome, url, error])).toEqual([
      [...['redirected', cdn.url('/1')], `Redirected (HTTP 302) to ${journey.seller.url('/2?sig=••••')}.`],
      ['redirected', journey.seller.url('/2?sig=••••'), `Redirected (HTTP 302) to ${journey.seller.url('/3')}.`],
      ['redirected', journey.seller.url('/3'), `Redirected (HTTP 307) to ${cdn.url('/4')}.`],
      ['completed', cdn.url('/4'), null],
    ]);
  });

  it.each<[string, () => string, string[], RegExp]>([
    ['that is the fourth', () => '/again', Array<string>(4).fill('redirected'), /more than 3 times/],
    ['to http', () => `http://localhost:${cdn.port}/a.png`, ['redirected'], /which is not https/],
    [
      'to an address that is not ours to call',
      () => 'https://private.test/a',
      ['redirected', 'blocked_address'],
      /private/,
    ],
    [
      'to such an address by number',
      () => 'https://169.254.169.254/a',
      ['redirected', 'blocked_address'],
      /link-local/,
    ],
    ['with a password', () => `https://u:p@localhost:${cdn.port}/`, ['redirected', 'blocked_address'], /password/],
    ['to nowhere', () => '', ['redirected'], /without a Location/],
  ])('%s is not followed', async (_what, location, outcomes, says) => {
    cdn.reply('GET /*', () => ({ status: 302, headers: { location: location() } }));
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    const told = await givenUp(order);
    expect(told).toMatch(says);
    expectSentence(told);
    expect(await order.outcomes('mirror')).toEqual(outcomes);
    expect((await order.read()).result).toEqual({ output_type: 'url', url: cdn.url('/a.png'), files: [] });
  });

  it('that led to a URL which was good for a while only is asked for anew', async () => {
    const [busy, asked] = [held('GET /busy'), held('GET /a')];
    cdn.reply('GET /b', (request) => (request.query.get('until') === '1' ? { status: 403 } : { body: png }));
    const redirect = (until: number) => ({ status: 302, headers: { location: `/b?until=${until}` } });
    const tool = await mirroring();
    const others = [await completed(tool, { result_url: cdn.url('/busy') })];
    await eventually(() => busy.length === 1);
    const order = await completed(tool, { result_url: cdn.url('/a') });
    await eventually(() => asked.length === 1);
    others.push(await completed(tool, { result_url: cdn.url('/busy') }));
    await eventually(
      async () => (await journey.roundtrip.rooms.engineRoom.work.find('mirror', others[1]!.id))?.claim === 1,
    );
    asked[0]!(redirect(1));
    await eventually(() => busy.length === 2);
    await order.attempt('mirror', 1);
    // Its lane is full: the signed URL waits, and loses its force.
    journey.pass(61_000);
    for (const answer of busy) answer({ body: 'x' });
    expect(await order.attempt('mirror', 2)).toMatchObject({ outcome: 'unauthorized' });
    journey.clock.advanceTo(await order.dueAt('mirror'));
    await eventually(() => asked.length === 2);
    asked[1]!(redirect(2));
    expect((await mirrored(order)).result?.files[0]?.sha256).toBe(sha256(png));
    for (const other of others) await mirrored(other);
  });
});

describe('a file that does not come', () => {
  it.each<[string, SellerReply, string, RegExp]>([
    ['404', { status: 404, body: 'no such file' }, 'not_found', /HTTP 404/],
    ['an empty file', { body: '' }, 'bad_result', /no bytes/],
    ['204', { status: 204 }, 'bad_result', /HTTP 204/],
    ['a coded file', { body: 'x', headers: { 'content-encoding': 'br' } }, 'unreadable', /Content-Encoding br/],
  ])('for good (%s) stays where it is, and the timeline says so', async (_what, reply, outcome, says) => {
    const before = stored();
    cdn.reply('GET /a.png', reply);
    const url = cdn.url('/a.png?sig=0123456789');
    const order = await completedBy({ result_url: url });
    const told = await givenUp(order);
    expectSentence(told);
    expect(told).toMatch(says);
    expect(told).toContain(`The file at ${cdn.url('/a.png?sig=••••')} could not be mirrored: `);
    expect(told).toMatch(/; it is still where the seller hosts it\.$/);
    expect((await order.read()).result).toEqual({ output_type: 'url', url, files: [] });
    expect(await order.outcomes('mirror')).toEqual([outcome]);
    await eventually(() => stored().length === before.length);
    expect(await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)).toBeNull();
  });

  it('since it has a byte more than 150 MiB stays where it is', async () => {
    cdn.on('GET', '/a', (_request, res) => void res.writeHead(200, { 'content-length': 157_286_401 }).write('x'));
    const order = await completedBy({ result_url: cdn.url('/a') });
    expect(await givenUp(order)).toContain('larger than 157286400 bytes');
    expect(await order.attempts('mirror')).toMatchObject([{ outcome: 'too_large', status_code: 200 }]);
  });

  it('keeps no more of an error than its beginning', async () => {
    cdn.reply('GET /a.png', { status: 404, body: `sorry ${'x'.repeat(3_000_000)}` });
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await givenUp(order);
    const [attempt] = await order.attempts('mirror');
    expect(attempt?.response_excerpt).toMatch(/^sorry x{994}$/);
  });

  it('yet (503, then a broken connection, then silence) is asked for again', async () => {
    const before = stored();
    cdn.reply('GET /a.png', [
      { status: 503, headers: { 'retry-after': '60' } },
      { body: randomBytes(300_000), resetAfter: true },
      { status: 429 },
      { body: png },
    ]);
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await order.attempt('mirror', 1);
    expect((await order.dueAt('mirror')) - journey.clock.now()).toBe(60_000);
    await fetchedAgain(order);
    expect(stored()).toEqual(before);
    expect((await order.dueAt('mirror')) - journey.clock.now()).toBe(10_000);
    await fetchedAgain(order);
    await fetchedAgain(order);
    await mirrored(order);
    expect(await order.outcomes('mirror')).toEqual(['server_error', 'connection_error', 'rate_limited', 'completed']);
    expect((await order.attempts('mirror')).map(({ attempt_num }) => attempt_num)).toEqual([1, 2, 3, 4]);
    expect(stored()).toHaveLength(before.length + 1);
  });

  it('since storage takes nothing is asked for again at growing distances, and kept once there is room', async () => {
    const { files } = journey.roundtrip.storage;
    const begin = files.begin.bind(files);
    files.begin = () => Promise.reject(new StorageUnavailable('ENOSPC'));
    try {
      cdn.reply('GET /a.png', { body: png });
      const order = await completedBy({ result_url: cdn.url('/a.png') });
      const first = await order.attempt('mirror', 1);
      expect(first.error).toBe('It could not be kept here: storage takes nothing at the moment.');
      expect((await order.dueAt('mirror')) - journey.clock.now()).toBe(5_000);
      await fetchedAgain(order);
      expect((await order.dueAt('mirror')) - journey.clock.now()).toBe(10_000);
      files.begin = begin;
      await fetchedAgain(order);
      expect((await mirrored(order)).result?.files[0]?.sha256).toBe(sha256(png));
    } finally {
      files.begin = begin;
    }
  });

  it('within six hours is given up', async () => {
    cdn.reply('GET /a.png', { status: 500 });
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await order.attempt('mirror', 1);
    const begun = journey.clock.now();
    while ((await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)) !== null) await fetchedAgain(order);
    expect(await givenUp(order)).toContain('HTTP 500');
    expect(journey.clock.now() - begun).toBeGreaterThan(5.5 * HOUR);
    expect(journey.clock.now() - begun).toBeLessThanOrEqual(6 * HOUR);
  });

  it.each<[string, (tool: JourneyTool) => Promise<unknown>]>([
    ['its tool wants it no more', (tool) => tool.patch({ mirror_result_url: false })],
    ['its tool is deleted', (tool) => journey.api('DELETE', `/v1/tools/${tool.shortId}`, undefined, 204)],
  ])('is asked for no more once %s', async (_what, act) => {
    cdn.reply('GET /a.png', { status: 500 });
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await order.attempt('mirror', 1);
    await act(order.tool);
    journey.clock.advanceTo(await order.dueAt('mirror'));
    await eventually(async () => (await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)) === null);
    expect(cdn.requests).toHaveLength(1);
  });
});

describe('an order that goes on meanwhile', () => {
  it('and is erased keeps nothing, and no file stays', async () => {
    const [before, answers] = [stored(), held('GET /a.png')];
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await eventually(() => answers.length === 1);
    await journey.api('DELETE', order.path, undefined, 204);
    expect(await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id)).toBeNull();
    answers[0]!({ body: png });
    const attempt = await order.attempt('mirror', 1);
    expect(attempt).toMatchObject({ outcome: 'late', response_excerpt: null });
    expect((await order.read()).result).toBeNull();
    await eventually(() => stored().length === before.length);
    expect(await fileRows(order.id)).toEqual([]);
  });

  it('and is erased later takes its mirrored files with it', async () => {
    const before = stored();
    cdn.reply('GET /a.png', { body: png });
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await mirrored(order);
    expect(stored()).toHaveLength(before.length + 1);
    await journey.api('DELETE', order.path, undefined, 204);
    expect(stored()).toEqual(before);
    expect(await fileRows(order.id)).toEqual([]);
  });

  it('cannot be cancelled, retried or accepted again: it is completed', async () => {
    const answers = held('GET /a.png');
    const order = await completedBy({ result_url: cdn.url('/a.png') });
    await eventually(() => answers.length === 1);
    for (const action of ['cancel', 'retry']) await order.act(action, undefined, 409);
    answers[0]!({ body: png });
    await mirrored(order);
  });

  it('and whose late result is accepted has that mirrored then, and not before', async () => {
    cdn.reply('GET /a.png', { body: png });
    const order = await (await mirroring()).placed();
    await order.cancel();
    expect((await order.callback({ ok: true, result_url: cdn.url('/a.png') })).body).toEqual({ ok: true, late: true });
    expect(cdn.requests).toEqual([]);
    const late = await order.attempt('callback', 1);
    await order.act('accept', { attempt_id: late.attempt_id });
    expect(await mirrored(order)).toMatchObject({ run: 2, delivered_by: 'operator' });
    expect((await order.attempts('mirror')).map(({ run }) => run)).toEqual([2]);
  });
});

describe('downloads', () => {
  it('take no slot of the tool, and are two at once', async () => {
    const answers = held('GET /:n');
    const tool = await mirroring({ max_concurrency: 1 });
    const orders: JourneyOrder[] = [];
    for (const n of [1, 2, 3, 4]) orders.push(await completed(tool, { result_url: cdn.url(`/${n}`) }));
    await eventually(() => answers.length === 2);
    const later = await tool.placed();
    await later.callback({ ok: true, result_text: 'in the meantime' });
    expect((await later.read()).status).toBe('completed');
    expect(answers).toHaveLength(2);
    for (let i = 0; i < 4; i++) {
      await eventually(() => answers.length > i);
      answers[i]!({ body: 'x' });
    }
    for (const order of orders) await mirrored(order);
    expect(cdn.peakInFlight).toBe(2);
  });

  it('are for the seller to see, as its other calls are', async () => {
    cdn.reply('GET /a.png', { body: png });
    const owner = await journey.newSeller();
    const order = await completedBy({ result_url: cdn.url('/a.png') }, { seller_id: owner.seller_id });
    await mirrored(order);
    const seen = await journey.roundtrip.call('GET', `${order.path}/attempts`, undefined, { token: owner.token });
    expect((seen.body.attempts as Attempt[])[0]).toMatchObject({ kind: 'mirror', outcome: 'completed' });
  });

  it('that a stop breaks off begin again with the next start', async () => {
    const before = stored();
    cdn
      .reply('GET /a.bin', [{ status: 302, headers: { location: '/b.bin?sig=0123456789' } }])
      .on('GET', '/b.bin', (_request, res) => {
        res.writeHead(200, { 'content-length': '1000000' }).write(randomBytes(400_000));
      });
    const order = await completedBy({ result_url: cdn.url('/a.bin') });
    await eventually(() => stored().length > before.length);
    await journey.roundtrip.stop();
    expect(stored()).toEqual(before);
    const bytes = randomBytes(1_000_000);
    cdn.reply('GET /b.bin', { body: bytes });
    await journey.boot();
    expect((await mirrored(order)).result?.files[0]?.sha256).toBe(sha256(bytes));
    expect(await order.outcomes('mirror')).toEqual(['redirected', 'completed']);
  });
});

describe('the keys in URLs', () => {
  it('and the seller’s own stand in no attempt, log line or event, and that of a redirect nowhere at all', async () => {
    const [own, named, next] = ['key-of-the-seller-1', 'key-of-result-url-1', 'key-of-a-redirect-1'];
    const echo = (text: string) => `${own} ${named} ${next} ${text}`;
    cdn.reply('GET /a', {
      ...{ status: 302, headers: { location: `/b?sig=${next}` }, body: echo(`<a href="/b?sig=${next}">`) },
    });
    cdn.reply('GET /b', [
      { status: 500, body: echo('sorry') },
      { status: 403, body: echo('no') },
    ]);
    const url = cdn.url(`/a?sig=${named}`);
    const order = await completedBy({ result_url: url }, { auth_headers: { 'X-Key': own } });
    await order.attempt('mirror', 2);
    const row = await journey.roundtrip.rooms.engineRoom.work.find('mirror', order.id);
    expect(row?.state).not.toMatch(/key-of/);
    await fetchedAgain(order);
    await givenUp(order);
    const seen = [await order.attempts('mirror'), await order.events(), journey.roundtrip.logged];
    for (const secret of [own, named, next]) for (const all of seen) expect(JSON.stringify(all)).not.toContain(secret);
    expect((await order.attempts('mirror')).map(({ url }) => url)).toContain(cdn.url('/b?sig=••••'));
    expect((await order.attempts('mirror')).map(({ response_excerpt }) => response_excerpt)).toEqual([
      ...['•••• •••• •••• <a href="/b?sig=••••">', '•••• •••• •••• sorry'],
      ...['•••• •••• •••• <a href="/b?sig=••••">', '•••• •••• •••• no'],
    ]);
    const bytes = await storedBytes(journey.roundtrip.storage.database, journey.roundtrip.folder);
    expect([bytes.includes(named), bytes.includes(next), bytes.includes(own)]).toEqual([true, false, false]);
  });
});

describe('a file past the limits', () => {
  const small = useJourney({ mirrorLimits: { maxBytes: 200_000, timeoutMs: 20_000, minBytesPerSecond: 16_384 } });
  let theirs: ScriptedSeller;
  beforeEach(async () => {
    theirs = await startSeller(small.authority);
  });
  afterEach(() => theirs.close());
  const linked = async () => completed(await mirroring({}, small), { result_url: theirs.url('/a') });
  const past = randomBytes(200_001);

  it.each<[string, (res: ServerResponse) => unknown]>([
    ['as its length says', (res) => res.writeHead(200, { 'content-length': past.length }).end(past)],
    ['in chunks', (res) => res.writeHead(200).end(past)],
    ['without end', (res) => pipeline(endless(), res).catch(() => undefined)],
  ])('of size, %s, is not kept', async (_what, answer) => {
    const before = stored(small);
    theirs.on('GET', '/a', (_request, res) => void answer(res));
    const order = await linked();
    expect(await givenUp(order)).toContain('larger than 200000 bytes');
    expect(await order.outcomes('mirror')).toEqual(['too_large']);
    expect(stored(small)).toEqual(before);
  });

  it('is taken up to its last byte', async () => {
    theirs.reply('GET /a', { body: past.subarray(1) });
    expect((await mirrored(await linked())).result?.files[0]?.size).toBe(200_000);
  });

  it('of speed is asked for again later', async () => {
    theirs.reply('GET /a', { body: past.subarray(1), drip: { bytes: 100, everyMs: 50 } });
    const order = await linked();
    const attempt = await eventually(async () => (await order.attempts('mirror'))[0], { withinMs: 20_000 });
    expect(attempt).toMatchObject({ outcome: 'timeout', status_code: 200 });
    expect(attempt.error).toBe("The answer's body came more slowly than 16384 bytes a second, for 10 s.");
    expect((await order.dueAt('mirror')) - small.clock.now()).toBe(5_000);
  });
});

function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(20_000));
    },
  });
}
