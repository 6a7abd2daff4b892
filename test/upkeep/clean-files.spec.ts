import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CleanFiles } from '../../src/upkeep/clean-files.js';
import { ResultFileStore } from '../../src/storage/result-file-store.js';
import { UploadStore } from '../../src/storage/upload-store.js';
import { ManualClock } from '../support/manual-clock.js';
import { HOUR, useJourney } from '../journeys/journey.js';
import type { JourneyOrder } from '../journeys/journey-order.js';
import {
  fileRows,
  filesOnDisk,
  halfPut,
  prepare,
  put,
  uploadRow,
  type PreparedJson,
} from '../journeys/upload-client.js';

const journey = useJourney();
const DAY = 24 * HOUR;
const bytes = randomBytes(50_000);

beforeEach(() => {
  // Tests begin with nothing of each other's: what is open would keep its uploads.
  journey.pass(3 * DAY);
});

/** An order that stays open for a week, and an upload for it. */
async function uploaded(): Promise<{ order: JourneyOrder; prepared: PreparedJson; key: string }> {
  const order = await (await journey.tool({ status_url: null })).placed({ deadline_s: 7 * 86_400 });
  const prepared = await prepare(order, bytes);
  expect((await put(prepared, bytes)).status).toBe(200);
  return { order, prepared, key: (await uploadRow(journey, prepared.object_key))?.file_key ?? '' };
}

const expiryOf = ({ upload_url }: PreparedJson) => Number(new URL(upload_url).searchParams.get('expires')) * 1000;
const clean = () => journey.roundtrip.rooms.orders.cleanFiles.run();

/** Cleans up, and tells whether the file is still there: its row, its bytes and its upload go together. */
async function isKept({ prepared, key }: { prepared: PreparedJson; key: string }): Promise<boolean> {
  await clean();
  const seen = [
    (await fileRows(journey)).some((row) => row.file_key === key),
    filesOnDisk(journey).includes(key),
    (await uploadRow(journey, prepared.object_key)) !== undefined,
  ];
  expect(new Set(seen).size).toBe(1);
  return seen[0]!;
}

async function stage(key: string, at: number): Promise<void> {
  await journey.roundtrip.storage.database.unit.run((tx) => new ResultFileStore().stage(tx, key, at));
  mkdirSync(journey.roundtrip.folder.join('files', 'crashed'), { recursive: true });
  writeFileSync(journey.roundtrip.folder.join('files', key), 'half of it');
}

describe('an upload that no result names', () => {
  it('goes 24 hours after its order became final, and not a millisecond earlier', async () => {
    const upload = await uploaded();
    journey.pass(5 * DAY);
    expect(await isKept(upload)).toBe(true);
    await upload.order.cancel();
    journey.pass(DAY);
    expect(await isKept(upload)).toBe(true);
    journey.pass(1);
    expect(await isKept(upload)).toBe(false);
  });

  it('can be named up to then, also by a late result, which keeps it', async () => {
    const [named, other] = [await uploaded(), await uploaded()];
    for (const { order } of [named, other]) await order.cancel();
    journey.pass(DAY);
    const body = { ok: true, output_type: 'file', object_key: named.prepared.object_key };
    expect((await named.order.callback(body)).body).toEqual({ ok: true, late: true });
    journey.pass(DAY);
    expect([await isKept(named), await isKept(other)]).toEqual([true, false]);
    await named.order.act('accept', { attempt_id: (await named.order.attempt('callback', 1)).attempt_id });
    expect(await isKept(named)).toBe(true);
  });

  it('cannot be named afterwards: 400, as what never was', async () => {
    const { order, prepared } = await uploaded();
    await order.cancel();
    journey.pass(DAY + 1);
    await clean();
    const answer = await order.callback({ ok: true, output_type: 'file', object_key: prepared.object_key });
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      expect.stringContaining('no upload of this order'),
    ]);
  });

  it('stays where its order was opened again', async () => {
    const upload = await uploaded();
    await upload.order.callback({ ok: false, error: 'no' });
    journey.pass(DAY - 1);
    await upload.order.retry();
    await upload.order.becomes('processing', 2);
    journey.pass(2 * DAY);
    expect(await isKept(upload)).toBe(true);
    await upload.order.callback({ ok: false, error: 'no again' });
    journey.pass(DAY + 1);
    expect(await isKept(upload)).toBe(false);
  });

  it('goes beside one of the same order that a result names', async () => {
    const named = await uploaded();
    const prepared = await prepare(named.order, bytes);
    await put(prepared, bytes);
    const other = { ...named, prepared, key: (await uploadRow(journey, prepared.object_key))?.file_key ?? '' };
    await named.order.callback({ ok: true, output_type: 'file', object_key: named.prepared.object_key });
    journey.pass(9 * DAY);
    expect([await isKept(named), await isKept(other)]).toEqual([true, false]);
  });
});

describe('an upload that never came', () => {
  it('is forgotten once its URL has expired', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    const prepared = await prepare(order, bytes);
    const { object_key } = prepared;
    journey.clock.advanceTo(expiryOf(prepared) - 1);
    await clean();
    expect(await uploadRow(journey, object_key)).toBeDefined();
    journey.pass(1);
    await clean();
    expect(await uploadRow(journey, object_key)).toBeUndefined();
  });

  it('is left alone while it comes', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    const prepared = await prepare(order, bytes);
    journey.clock.advanceTo(expiryOf(prepared) - 1);
    const half = await halfPut(journey, prepared, bytes);
    journey.pass(10 * 60_000);
    await clean();
    expect((await half.sendRest()).status).toBe(200);
    expect(await uploadRow(journey, prepared.object_key)).toMatchObject({ file_key: expect.any(String) });
  });
});

describe('what a crash leaves', () => {
  it('staged goes after a day, and not before', async () => {
    const key = `crashed/${randomUUID()}`;
    await stage(key, journey.clock.now() - DAY);
    await clean();
    expect(filesOnDisk(journey)).toContain(key);
    journey.pass(1);
    await clean();
    expect(filesOnDisk(journey)).not.toContain(key);
    expect((await fileRows(journey)).map((row) => row.file_key)).not.toContain(key);
  });

  it('doomed goes at once', async () => {
    const key = `crashed/${randomUUID()}`;
    await stage(key, journey.clock.now());
    const { unit } = journey.roundtrip.storage.database;
    await unit.run((tx) => new ResultFileStore().doomUnnamed(tx, [key]));
    expect(filesOnDisk(journey)).toContain(key);
    await clean();
    expect(filesOnDisk(journey)).not.toContain(key);
    expect((await fileRows(journey)).map((row) => row.file_key)).not.toContain(key);
  });

  it('goes in batches of any number', async () => {
    const before = filesOnDisk(journey).length;
    for (let i = 0; i < 250; i++) await stage(`crashed/${randomUUID()}`, journey.clock.now() - 2 * DAY);
    expect(filesOnDisk(journey)).toHaveLength(before + 250);
    await clean();
    expect(filesOnDisk(journey)).toHaveLength(before);
  });

  it('half written goes by the time that the disk wrote it, whatever clock orders go by', async () => {
    const [old, fresh] = ['crashed/a.0123456789ab.part', 'crashed/b.0123456789ab.part'];
    mkdirSync(journey.roundtrip.folder.join('files', 'crashed'), { recursive: true });
    for (const path of [old, fresh]) writeFileSync(journey.roundtrip.folder.join('files', path), 'half');
    utimesSync(journey.roundtrip.folder.join('files', old), new Date(), new Date(Date.now() - HOUR - 60_000));
    await clean();
    expect(filesOnDisk(journey).filter((path) => path.endsWith('.part'))).toEqual([fresh]);
  });
});

describe('the clean-up', () => {
  const parts = (tidy: () => Promise<void>) => ({
    ...{ rows: new ResultFileStore(), uploads: new UploadStore(journey.roundtrip.storage.database) },
    ...{ forget: journey.roundtrip.rooms.orders.forget, unit: journey.roundtrip.storage.database.unit },
    ...{ files: { tidy }, clock: journey.clock, storageClock: new ManualClock() },
  });

  it('runs once at a time', async () => {
    let [runs, free] = [0, (): void => undefined];
    const held = new Promise<void>((resolve) => (free = resolve));
    const cleaning = new CleanFiles(parts(() => ((runs += 1), held)));
    const first = cleaning.run();
    await cleaning.run();
    free();
    await first;
    expect(runs).toBe(1);
    await cleaning.run();
    expect(runs).toBe(2);
  });

  it('tells what broke, but not once it is stopped', async () => {
    const broken = () => Promise.reject(new Error('The disk is gone.'));
    await expect(new CleanFiles(parts(broken)).run()).rejects.toThrow('The disk is gone.');
    const stopped: CleanFiles = new CleanFiles(parts(() => (stopped.stop(), broken())));
    await expect(stopped.run()).resolves.toBeUndefined();
  });
});
