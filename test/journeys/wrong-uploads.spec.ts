import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { StorageUnavailable, type FileWriter } from '../../src/storage/files/file-store.js';
import { eventually } from '../support/eventually.js';
import { expectSentence, HOUR, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import {
  fileRows,
  filesOnDisk,
  halfPut,
  openPut,
  prepare,
  put,
  tryPrepare,
  uploadRow,
  type PreparedJson,
  type PutAnswer,
} from './upload-client.js';

/** A whole upload of 200 KB in time, also half of one while others come and go; and a stalled one given up within some seconds. */
const journey = useJourney({ uploadPace: { bytesPerSecond: 1_000_000, graceMs: 4_000, wholeMs: 20_000 } });
const bytes = randomBytes(200_000);
const TYPE = 'application/octet-stream';

interface Case {
  readonly order: JourneyOrder;
  readonly prepared: PreparedJson;
}

async function openCase(): Promise<Case> {
  const order = await (await journey.tool({ status_url: null })).placed();
  return { order, prepared: await prepare(order, bytes) };
}

function expectRefusal(answer: PutAnswer, status: number, code: string): void {
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expectSentence(answer.body.error.message as string);
  expect(answer.body.request_id).toBe(answer.headers['x-request-id']);
}

/** On disk, in the table of files, as a claim, or in memory. */
async function expectNothingKept({ prepared }: Case): Promise<void> {
  await eventually(async () => (await uploadRow(journey, prepared.object_key))?.claimed_until === null);
  expect(await uploadRow(journey, prepared.object_key)).toMatchObject({ file_key: null, sha256: null });
  expect([await fileRows(journey), filesOnDisk(journey)]).toEqual([[], []]);
  await eventually(() => journey.roundtrip.rooms.budget.inUse === 0);
}

/** The right upload is still taken, and may be named; its order then goes, so that nothing is left for the next test. */
async function expectRightOneStillPossible({ order, prepared }: Case): Promise<void> {
  expect(await put(prepared, bytes)).toMatchObject({ status: 200, body: { ok: true, size: bytes.length } });
  const { object_key } = prepared;
  expect((await order.callback({ ok: true, output_type: 'file', object_key })).body).toEqual({ ok: true });
  await journey.api('DELETE', order.path, undefined, 204);
}

const edited = (prepared: PreparedJson, edit: (url: URL) => void): PreparedJson => {
  const url = new URL(prepared.upload_url);
  edit(url);
  return { ...prepared, upload_url: url.href };
};
const editedQuery = (prepared: PreparedJson, name: string, value: string | null) =>
  edited(prepared, ({ searchParams }) => (value === null ? searchParams.delete(name) : searchParams.set(name, value)));

/** Sends a PUT as it is written here, and gives back what was answered. */
async function raw(prepared: PreparedJson, headers: readonly string[], body: Buffer): Promise<string> {
  const { hostname, port, pathname, search } = new URL(prepared.upload_url);
  const socket = connect(Number(port), hostname);
  let answered = '';
  socket.on('data', (chunk: Buffer) => (answered += chunk.toString('latin1'))).on('error', () => undefined);
  socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\n\r\n`);
  socket.write(body);
  await eventually(() => answered.includes('"request_id"'));
  socket.destroy();
  return answered;
}

const flipped = (signature: string) => `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`;
const signatureOf = ({ upload_url }: PreparedJson) => new URL(upload_url).searchParams.get('signature') ?? '';

describe('an upload is refused before a byte of it is kept', () => {
  it.each<[string, number, string, (prepared: PreparedJson) => Promise<PutAnswer>]>([
    ['too short', 400, 'wrong_size', (one) => put(one, bytes.subarray(1))],
    ['too long', 400, 'wrong_size', (one) => put(one, Buffer.concat([bytes, bytes]))],
    ['empty', 400, 'wrong_size', (one) => put(one, Buffer.alloc(0))],
    ['of another type', 415, 'wrong_type', (one) => put(one, bytes, { 'Content-Type': 'image/png' })],
    ['of a senseless type', 415, 'wrong_type', (one) => put(one, bytes, { 'Content-Type': 'foo' })],
    ['compressed', 400, 'invalid', (one) => put(one, bytes, { 'Content-Encoding': 'gzip' })],
    [
      'with a bit of the signature changed',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put(editedQuery(one, 'signature', flipped(signatureOf(one))), bytes),
    ],
    [
      'with a signature of another form',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put(editedQuery(one, 'signature', `${signatureOf(one)}=`), bytes),
    ],
    ['without a signature', 403, 'upload_url_invalid', (one) => put(editedQuery(one, 'signature', null), bytes)],
    [
      'with another size in its URL',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put(editedQuery(one, 'size', '1'), bytes.subarray(0, 1)),
    ],
    [
      'with another type in its URL',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put(editedQuery(one, 'type', 'text/html'), bytes, { 'Content-Type': 'text/html' }),
    ],
    [
      'with a later expiry in its URL',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put(editedQuery(one, 'expires', '9999999999'), bytes),
    ],
    [
      'with its size twice in its URL',
      ...([403, 'upload_url_invalid'] as const),
      (one) => put({ ...one, upload_url: `${one.upload_url}&size=200000` }, bytes),
    ],
    [
      'under another key',
      ...([403, 'upload_url_invalid'] as const),
      (one) =>
        put(
          edited(one, (url) => (url.pathname = `${url.pathname}x`)),
          bytes,
        ),
    ],
  ])('%s: %d %s', async (_what, status, code, send) => {
    const it_ = await openCase();
    expectRefusal(await send(it_.prepared), status, code);
    await expectNothingKept(it_);
    await expectRightOneStillPossible(it_);
  });

  it('chunked, or without a length: 411', async () => {
    const it_ = await openCase();
    const type = `Content-Type: ${TYPE}`;
    for (const [headers, body] of [
      [[type, 'Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n'],
      [[type], ''],
    ] as const) {
      const answer = await raw(it_.prepared, headers, Buffer.from(body));
      expect(answer).toMatch(/^HTTP\/1\.1 411 [^]*"code":"length_required"/);
    }
    await expectNothingKept(it_);
    await expectRightOneStillPossible(it_);
  });

  it('with a length and chunked: 400, as no HTTP', async () => {
    const it_ = await openCase();
    const headers = [`Content-Type: ${TYPE}`, 'Transfer-Encoding: chunked', `Content-Length: ${bytes.length}`];
    expect(await raw(it_.prepared, headers, Buffer.from('3\r\nabc\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    await expectNothingKept(it_);
  });

  it('for another order: 403', async () => {
    const it_ = await openCase();
    const other = await openCase();
    const foreign = edited(it_.prepared, (url) => (url.pathname = url.pathname.replace(it_.order.id, other.order.id)));
    expectRefusal(await put(foreign, bytes), 403, 'upload_url_invalid');
    const { pathname } = new URL(other.prepared.upload_url);
    const swapped = edited(it_.prepared, (url) => (url.pathname = pathname));
    expectRefusal(await put(swapped, bytes), 403, 'upload_url_invalid');
    await expectNothingKept(other);
    await expectRightOneStillPossible(it_);
  });

  it('after its expiry: 403; a new one may be prepared', async () => {
    const it_ = await openCase();
    journey.pass(HOUR - 1);
    const early = await prepare(it_.order, bytes);
    expect((await put(early, bytes)).status).toBe(200);
    await it_.order.callback({ ok: true, status: 'processing', progress: 1 });
    journey.pass(1);
    expectRefusal(await put(it_.prepared, bytes), 403, 'upload_url_expired');
    expect((await put(await prepare(it_.order, bytes), bytes)).status).toBe(200);
    await it_.order.cancel();
    await journey.api('DELETE', it_.order.path, undefined, 204);
  });

  it('a second time: 409, and the first stays', async () => {
    const it_ = await openCase();
    expect((await put(it_.prepared, bytes)).status).toBe(200);
    for (let i = 0; i < 2; i++) expectRefusal(await put(it_.prepared, randomBytes(200_000)), 409, 'already_uploaded');
    const { object_key } = it_.prepared;
    await it_.order.callback({ ok: true, output_type: 'file', object_key });
    expectRefusal(await put(it_.prepared, bytes), 409, 'already_uploaded');
    const headers = { authorization: `Bearer ${journey.roundtrip.adminToken}` };
    const file = await fetch(`${journey.roundtrip.url}${it_.order.path}/files/1`, { headers });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    await journey.api('DELETE', it_.order.path, undefined, 204);
  });

  it('for a final order: 409', async () => {
    const it_ = await openCase();
    await it_.order.callback({ ok: false, error: 'no' });
    expectRefusal(await put(it_.prepared, bytes), 409, 'order_final');
    await expectNothingKept(it_);
  });

  it('for an order that was erased: 403, as what never was', async () => {
    const it_ = await openCase();
    await it_.order.cancel();
    await journey.api('DELETE', it_.order.path, undefined, 204);
    expectRefusal(await put(it_.prepared, bytes), 403, 'upload_url_invalid');
  });

  it('for a tool that was deleted: 403', async () => {
    const it_ = await openCase();
    await it_.order.cancel();
    await journey.api('DELETE', `/v1/tools/${it_.order.tool.shortId}`, undefined, 204);
    expectRefusal(await put(it_.prepared, bytes), 403, 'tool_deleted');
    await expectNothingKept(it_);
  });

  it('though its sender writes megabytes before it reads', async () => {
    const { order } = await openCase();
    const large = randomBytes(3_000_000);
    const prepared = await prepare(order, large);
    const wrong = editedQuery(prepared, 'signature', flipped(signatureOf(prepared)));
    for (let i = 0; i < 5; i++) expectRefusal(await put(wrong, large), 403, 'upload_url_invalid');
    expect(filesOnDisk(journey)).toEqual([]);
  });
});

describe('an upload that fails on its way', () => {
  it('broken off half way is forgotten', async () => {
    const it_ = await openCase();
    const { call } = await halfPut(journey, it_.prepared, bytes);
    await eventually(() => filesOnDisk(journey).length === 1);
    call.destroy();
    await expectNothingKept(it_);
    await expectRightOneStillPossible(it_);
  });

  it('that stalls is 408, and forgotten', async () => {
    const it_ = await openCase();
    const { answered } = await halfPut(journey, it_.prepared, bytes);
    expectRefusal(await answered, 408, 'request_timeout');
    await expectNothingKept(it_);
    await expectRightOneStillPossible(it_);
  });

  it('of which two come at once: the second is 409, the first goes on', async () => {
    const it_ = await openCase();
    const first = await halfPut(journey, it_.prepared, bytes);
    expectRefusal(await put(it_.prepared, bytes), 409, 'upload_in_progress');
    expect((await first.sendRest()).status).toBe(200);
    expect(filesOnDisk(journey)).toHaveLength(1);
    await it_.order.callback({ ok: true, output_type: 'file', object_key: it_.prepared.object_key });
    await journey.api('DELETE', it_.order.path, undefined, 204);
  });

  it('of which twenty come at once: one is taken', async () => {
    const it_ = await openCase();
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(it_.prepared, bytes)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 200)
        expect([status, body.error.code]).toEqual([409, expect.stringMatching(/_progress|^already_/)]);
    expect(filesOnDisk(journey)).toHaveLength(1);
    await it_.order.cancel();
    await journey.api('DELETE', it_.order.path, undefined, 204);
  });

  it('whose order becomes final meanwhile is 409, and forgotten', async () => {
    const it_ = await openCase();
    const half = await halfPut(journey, it_.prepared, bytes);
    await it_.order.cancel();
    expectRefusal(await half.sendRest(), 409, 'order_final');
    await expectNothingKept(it_);
  });

  it('whose order is erased meanwhile is 409, and forgotten', async () => {
    const it_ = await openCase();
    const half = await halfPut(journey, it_.prepared, bytes);
    await it_.order.cancel();
    await journey.api('DELETE', it_.order.path, undefined, 204);
    expectRefusal(await half.sendRest(), 409, 'order_final');
    expect([await fileRows(journey), filesOnDisk(journey)]).toEqual([[], []]);
  });
});

describe('an upload for which storage has no room', () => {
  const undo: (() => void)[] = [];
  afterEach(() => undo.splice(0).forEach((step) => step()));

  function breakStorage(step: 'begin' | keyof FileWriter): void {
    const { files } = journey.roundtrip.storage;
    const begin = files.begin.bind(files);
    const full = () => Promise.reject(new StorageUnavailable('ENOSPC'));
    files.begin = async (key, size) => {
      if (step === 'begin') return full();
      const writer = await begin(key, size);
      let writes = 0;
      return {
        write: (piece) => (step === 'write' && ++writes > 1 ? full() : writer.write(piece)),
        commit: () => (step === 'commit' ? full() : writer.commit()),
        abort: () => writer.abort(),
      };
    };
    undo.push(() => (files.begin = begin));
  }

  it.each(['begin', 'write', 'commit'] as const)('at its %s is 503, and the right one comes later', async (step) => {
    const it_ = await openCase();
    breakStorage(step);
    const answer = await put(it_.prepared, bytes);
    expectRefusal(answer, 503, 'storage_full');
    expect(answer.headers['retry-after']).toBe('30');
    await expectNothingKept(it_);
    undo.splice(0).forEach((back) => back());
    journey.forgiveBreaks(1);
    await expectRightOneStillPossible(it_);
  });
});

describe('uploads of one tool', () => {
  it('are four at once; the fifth is 429, until one has ended; another tool’s go on', async () => {
    const { order, prepared } = await openCase();
    const more = (await tryPrepare(order, { files: Array.from({ length: 4 }, () => wish()) })).body.uploads;
    const all = [prepared, ...(more as PreparedJson[])];
    const halves = await Promise.all(all.slice(0, 4).map((one) => halfPut(journey, one, bytes)));
    const fifth = await put(all[4]!, bytes);
    expectRefusal(fifth, 429, 'too_many_uploads');
    expect(fifth.headers['retry-after']).toBe('5');
    const other = await openCase();
    expect((await put(other.prepared, bytes)).status).toBe(200);
    halves[0]!.call.destroy();
    await eventually(async () => (await uploadRow(journey, all[0]!.object_key))?.claimed_until === null);
    expect((await put(all[4]!, bytes)).status).toBe(200);
    for (const half of halves.slice(1)) expect((await half.sendRest()).status).toBe(200);
    for (const { path, cancel } of [order, other.order].map((one) => ({ path: one.path, cancel: () => one.cancel() })))
      await cancel().then(() => journey.api('DELETE', path, undefined, 204));
  });

  it('leave nothing of the one that was too many', async () => {
    const { order } = await openCase();
    const all = (await tryPrepare(order, { files: Array.from({ length: 12 }, () => wish()) })).body.uploads;
    const answers = await Promise.all((all as PreparedJson[]).map((one) => put(one, bytes)));
    const taken = answers.filter((answer) => answer.status === 200).length;
    expect(answers.every((answer) => answer.status === 200 || answer.status === 429)).toBe(true);
    expect([(await fileRows(journey)).length, filesOnDisk(journey).length]).toEqual([taken, taken]);
    await order.cancel();
    await journey.api('DELETE', order.path, undefined, 204);
  });

  const wish = () => ({ filename: 'a.bin', mime_type: TYPE, file_size: bytes.length });
});

describe('after a crash', () => {
  it('an upload that was under way may come again at once', async () => {
    const it_ = await openCase();
    const { object_key } = it_.prepared;
    const claim = 'UPDATE uploads SET claimed_until = $2 WHERE object_key = $1';
    const { unit } = journey.roundtrip.storage.database;
    await unit.run((tx) => tx.run(claim, [object_key, journey.clock.now() + HOUR]));
    expectRefusal(await put(it_.prepared, bytes), 409, 'upload_in_progress');
    await journey.roundtrip.stop();
    await journey.boot();
    const { port } = new URL(journey.roundtrip.url);
    await expectRightOneStillPossible({ ...it_, prepared: edited(it_.prepared, (url) => (url.port = port)) });
  });

  it('a claim that nobody gave back ends by time', async () => {
    const it_ = await openCase();
    const claim = 'UPDATE uploads SET claimed_until = $2 WHERE object_key = $1';
    const { unit } = journey.roundtrip.storage.database;
    await unit.run((tx) => tx.run(claim, [it_.prepared.object_key, journey.clock.now() + 20 * 60_000]));
    journey.pass(20 * 60_000 - 1);
    expectRefusal(await put(it_.prepared, bytes), 409, 'upload_in_progress');
    journey.pass(1);
    await expectRightOneStillPossible(it_);
  });
});

it('a PUT to an upload is nothing else: no other method, no other path', async () => {
  const { prepared } = await openCase();
  for (const method of ['GET', 'POST', 'DELETE'])
    expect((await journey.roundtrip.call(method, prepared.upload_url, undefined, { token: null })).status).toBe(404);
  const { call, answered } = openPut(edited(prepared, (url) => (url.pathname += '/x')).upload_url, {});
  call.end();
  expect((await answered).status).toBe(404);
});
