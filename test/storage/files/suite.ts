import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { putFile, type FileStore } from '../../../src/storage/files/file-store.js';
import { openFiles, type FilesPlace } from '../../../src/storage/files/open-files.js';
import { eventually } from '../../support/eventually.js';
import { makeTempFolder, type TempFolder } from '../../support/temp-folder.js';
import { compileInto } from '../compile.js';

/** A place for files that is new and empty, and what a test needs to know of it besides. */
export interface TriedPlace {
  readonly place: FilesPlace;
  /** What writes that have not ended have left there, whatever that is, a line each. */
  leftovers(): Promise<string[]>;
  /** Takes the place away, so that it can be neither read nor written. */
  vanish(): Promise<void>;
  /** Removes it with all it holds. */
  close(): Promise<void>;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const LIVES = 5;
/** What a process may grow by for reasons of its own: garbage that nobody has collected yet. */
const SLACK_BYTES = 32 * MIB;
/** Disks and servers that other tests keep busy. */
const PATIENCE_MS = 120_000;

/** What every store of files keeps to (`FileStore`), tried on a new place each. */
export function fileStoreSuite(name: string, open: () => Promise<TriedPlace>): void {
  let tried: TriedPlace;
  let store: FileStore;
  let programs: TempFolder;
  beforeAll(async () => {
    programs = makeTempFolder();
    await compileInto(programs, ['src/storage/files', 'test/storage/files/write-through.ts']);
  });
  afterAll(() => programs.remove());
  beforeEach(async () => {
    tried = await open();
    store = await openFiles(tried.place);
  });
  afterEach(() => tried.close());

  const bytesAt = async (key: string, range?: { start: number; end: number }) => {
    const stream = await store.read(key, range);
    return stream && buffer(stream);
  };
  const holds = async (key: string, bytes: Uint8Array) => (await bytesAt(key))?.equals(bytes) ?? false;

  describe('a file', () => {
    it.each([
      ['1 byte', 1],
      ['16 MiB less one', 16 * MIB - 1],
      ['16 MiB', 16 * MIB],
      ['16 MiB and one', 16 * MIB + 1],
      ['40 MiB', 40 * MIB],
    ])(
      'of %s comes back to the byte, its size said ahead or not, in odd pieces whose memory is used again',
      async (_name, size) => {
        const bytes = randomBytes(size);
        for (const [key, said] of [
          ['orders/1/said', size],
          ['orders/1/not-said', undefined],
        ] as const) {
          const writer = await store.begin(key, said);
          await writeOddly(bytes, (piece) => writer.write(piece));
          await writer.commit();
          expect(await holds(key, bytes)).toBe(true);
        }
        expect(await tried.leftovers()).toEqual([]);
      },
      PATIENCE_MS,
    );

    it('is read in part', async () => {
      const bytes = randomBytes(17 * MIB);
      await putFile(store, 'orders/1/a', bytes);
      const ranges = [
        { start: 0, end: 0 },
        { start: 5, end: 70_000 },
        { start: 16 * MIB - 3, end: 16 * MIB + 3 },
        { start: bytes.length - 1, end: bytes.length - 1 },
        { start: 0, end: bytes.length - 1 },
      ];
      for (const range of ranges)
        expect((await bytesAt('orders/1/a', range))?.equals(bytes.subarray(range.start, range.end + 1))).toBe(true);
    });

    it('is not there before its commit has answered', async () => {
      const writer = await store.begin('orders/1/a');
      await writer.write(Buffer.alloc(20 * MIB));
      expect(await store.read('orders/1/a')).toBeNull();
      await writer.commit();
      expect((await bytesAt('orders/1/a'))?.length).toBe(20 * MIB);
    });

    it('is gone once it is removed, and may be removed again', async () => {
      await putFile(store, 'orders/1/a', Buffer.from('a'));
      await putFile(store, 'orders/1/b', Buffer.from('b'));
      await store.remove('orders/1/a');
      await store.remove('orders/1/a');
      await store.remove('orders/never/there');
      expect(await store.read('orders/1/a')).toBeNull();
      expect(await holds('orders/1/b', Buffer.from('b'))).toBe(true);
    });

    it('that never was reads as null', async () => {
      await putFile(store, 'orders/1/a', Buffer.from('a'));
      expect(await store.read('orders/1')).toBeNull();
      expect(await store.read('orders/1/a/b')).toBeNull();
      expect(await store.read('orders/2/a')).toBeNull();
    });

    it('is refused where its key could lead elsewhere', async () => {
      for (const key of ['', '/a', '../a', 'orders/../../a', 'orders/..', 'orders//a', 'orders/./a', 'a b', 'ä']) {
        await expect(store.begin(key)).rejects.toThrow('malformed');
        await expect(store.read(key)).rejects.toThrow('malformed');
        await expect(store.remove(key)).rejects.toThrow('malformed');
      }
    });

    it('leaves room for others when its readers go away in the midst of it', async () => {
      await putFile(store, 'orders/1/a', Buffer.alloc(4 * MIB, 1));
      for (let reader = 0; reader < 100; reader++) {
        const stream = await store.read('orders/1/a');
        stream!.on('error', () => undefined);
        await once(stream!, 'readable');
        stream!.destroy();
      }
      expect(await holds('orders/1/a', Buffer.alloc(4 * MIB, 1))).toBe(true);
    });
  });

  describe('an aborted file', () => {
    it.each([
      ['before its first byte', 0],
      ['after a few bytes', 10],
      ['after more than a part', 40 * MIB],
    ])('leaves nothing, %s, and is aborted twice without harm', async (_name, size) => {
      const writer = await store.begin('orders/1/a');
      if (size > 0) await writer.write(Buffer.alloc(size));
      await writer.abort();
      await writer.abort();
      await expect(writer.write(Buffer.alloc(1))).rejects.toThrow('aborted');
      await expect(writer.commit()).rejects.toThrow('aborted');
      expect(await tried.leftovers()).toEqual([]);
      expect(await store.read('orders/1/a')).toBeNull();
    });

    it('leaves nothing when a write is under way, which fails', async () => {
      const writer = await store.begin('orders/1/a');
      await writer.write(Buffer.alloc(17 * MIB));
      expect(await tried.leftovers()).toHaveLength(1);
      const writing = writer.write(Buffer.alloc(100 * MIB));
      const failing = expect(writing).rejects.toThrow('aborted');
      await sleep(randomInt(50));
      await writer.abort();
      await failing;
      expect(await tried.leftovers()).toEqual([]);
      expect(await store.read('orders/1/a')).toBeNull();
    });

    it.each([
      ['of one part', 10],
      ['of many', 40 * MIB],
    ])(
      '%s, aborted while its commit is under way, is there whole or leaves nothing, as the commit answers',
      async (_name, size) => {
        for (const pause of [0, 1, 3, 10, 30]) {
          const writer = await store.begin(`orders/1/${pause}`);
          await writer.write(Buffer.alloc(size));
          const committing = writer.commit().then(
            () => true,
            () => false,
          );
          await sleep(pause);
          await writer.abort();
          const there = (await bytesAt(`orders/1/${pause}`))?.length ?? null;
          expect(there).toBe((await committing) ? size : null);
        }
        expect(await tried.leftovers()).toEqual([]);
      },
    );

    it('is no file that was committed before', async () => {
      const writer = await store.begin('orders/1/a');
      await writer.write(Buffer.from('kept'));
      await writer.commit();
      await writer.abort();
      await expect(writer.write(Buffer.alloc(1))).rejects.toThrow('committed');
      await expect(writer.commit()).rejects.toThrow('committed');
      expect(await holds('orders/1/a', Buffer.from('kept'))).toBe(true);
    });

    it('is what becomes of one that has not the size that was said', async () => {
      const short = await store.begin('orders/1/short', 10);
      await short.write(Buffer.alloc(9));
      await expect(short.commit()).rejects.toThrow('10 bytes');
      const long = await store.begin('orders/1/long', 10);
      await expect(long.write(Buffer.alloc(11))).rejects.toThrow('10 bytes');
      await expect(long.commit()).rejects.toThrow('10 bytes');
      expect(await tried.leftovers()).toEqual([]);
      expect(await store.read('orders/1/short')).toBeNull();
      expect(await store.read('orders/1/long')).toBeNull();
    });
  });

  it('takes one step of a file at a time', async () => {
    const writer = await store.begin('orders/1/a');
    const first = writer.write(Buffer.alloc(40 * MIB));
    await expect(writer.write(Buffer.alloc(1))).rejects.toThrow('one step at a time');
    await first;
    await writer.commit();
    expect((await bytesAt('orders/1/a'))?.length).toBe(40 * MIB);
  });

  it('takes four files at once', async () => {
    const files = ['a', 'b', 'c', 'd'].map((letter) => ({ key: `orders/${letter}/x`, bytes: randomBytes(20 * MIB) }));
    await Promise.all(
      files.map(async ({ key, bytes }) => {
        const writer = await store.begin(key);
        await writeOddly(bytes, (piece) => writer.write(piece));
        await writer.commit();
      }),
    );
    for (const { key, bytes } of files) expect(await holds(key, bytes)).toBe(true);
  }, 60_000);

  it('tidies up what was begun before a time, and nothing else', async () => {
    await putFile(store, 'orders/1/kept', Buffer.from('kept'));
    const old = await store.begin('orders/1/old');
    await old.write(Buffer.alloc(17 * MIB));
    const [left] = await tried.leftovers();
    // Servers tell times in whole seconds.
    await sleep(1_100);
    const before = Date.now();
    await sleep(1_100);
    const young = await store.begin('orders/2/young');
    await young.write(Buffer.alloc(17 * MIB));
    expect(await tried.leftovers()).toHaveLength(2);

    await store.tidy(before);
    expect(await tried.leftovers()).toHaveLength(1);
    expect(await tried.leftovers()).not.toContain(left);
    await expect(old.commit()).rejects.toThrow();
    await young.commit();
    expect((await bytesAt('orders/2/young'))?.length).toBe(17 * MIB);
    expect(await holds('orders/1/kept', Buffer.from('kept'))).toBe(true);
    expect(await store.read('orders/1/old')).toBeNull();
  });

  it('checks itself, leaves nothing of that, and says in a sentence that its place is gone', async () => {
    await expect(store.check()).resolves.toBeNull();
    await expect(Promise.all([store.check(), store.check(), store.check()])).resolves.toEqual([null, null, null]);
    expect(await tried.leftovers()).toEqual([]);
    await tried.vanish();
    expect(await store.check()).toMatch(/^[a-z][^\n]+[^.]$/);
    await expect(putFile(store, 'orders/1/a', Buffer.from('a'))).rejects.toThrow();
  });

  describe('a process', () => {
    let child: ChildProcess | undefined;
    afterEach(() => void child?.kill('SIGKILL'));

    /** Writes a file in a process of its own; `each` sees every line that it says. */
    async function write(key: string, bytes: number, each: (line: string) => void): Promise<string | null> {
      const program = [programs.join('test/storage/files/write-through.js'), JSON.stringify(tried.place), key];
      child = spawn(process.execPath, [...program, String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdout!.on('data', (text: Buffer) => text.toString().split('\n').filter(Boolean).forEach(each));
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      return signal;
    }

    it(
      'holds little of 100 MiB that it writes through',
      async () => {
        let last = '';
        await write('orders/1/through', 100 * MIB, (line) => (last = line));
        const { grown, ms } = JSON.parse(last) as { grown: number; ms: number };
        process.stderr.write(`[${name}] 100 MiB written in ${ms} ms; memory grew by ${inMib(grown)} MiB\n`);
        expect(grown).toBeLessThanOrEqual(store.bytesPerWriter + SLACK_BYTES);
        expect((await bytesAt('orders/1/through'))?.equals(Buffer.alloc(100 * MIB, 7))).toBe(true);
      },
      PATIENCE_MS,
    );

    it(
      'killed in the midst of a write leaves no file under the key, five times over, and what it leaves is tidied up',
      async () => {
        for (let life = 1; life <= LIVES; life++) {
          const killAt = randomInt(17, 60);
          const kill = (line: string) => Number(line) >= killAt && child!.kill('SIGKILL');
          expect(await write(`orders/1/${life}`, KIB * MIB, kill)).toBe('SIGKILL');
          expect(await store.read(`orders/1/${life}`)).toBeNull();
          expect(await tried.leftovers()).toHaveLength(1);
          await store.tidy(Date.now() + 2_000);
          await eventually(async () => (await tried.leftovers()).length === 0);
        }
      },
      PATIENCE_MS,
    );
  });
}

/** Hands out the bytes in pieces of all sizes, all of them in the same memory, which it spoils as soon as it may. */
async function writeOddly(bytes: Uint8Array, write: (piece: Uint8Array) => Promise<void>): Promise<void> {
  const memory = Buffer.alloc(3 * MIB);
  for (let at = 0; at < bytes.length;) {
    const piece = memory.subarray(0, Math.min(randomInt(1, memory.length), bytes.length - at));
    piece.set(bytes.subarray(at, at + piece.length));
    await write(piece);
    memory.fill(0xee);
    at += piece.length;
  }
}

function inMib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
