import type { Readable } from 'node:stream';

/**
 * Where result files lie. Keys are ours: `<day>/<32 hex digits>`, letters, digits, `.`, `_`, `-` and `/`; a key is used once.
 * Every step throws `StorageUnavailable` where the disk or S3 cannot do it now.
 */
export interface FileStore {
  /** Memory that one writer may hold, in bytes, besides what it is given: what a budget of memory reserves for it. */
  readonly bytesPerWriter: number;
  /**
   * Begins a file under a new key. Nothing stands under the key until `commit` has answered. `size` in bytes, where it is known
   * ahead: a commit after more or fewer bytes is refused. A writer ends by `commit` or `abort`.
   */
  begin(key: string, size?: number): Promise<FileWriter>;
  /**
   * Streams the bytes from `start` to `end` (both included), or null where there is no such file. The stream holds a descriptor
   * or a connection: it is read to its end or destroyed.
   */
  read(key: string, range?: { start: number; end: number }): Promise<Readable | null>;
  /** Forgets a file; no error where there is none. */
  remove(key: string): Promise<void>;
  /** Forgets what writes that never ended (a crash) have left, begun before `before` (epoch milliseconds). */
  tidy(before: number): Promise<void>;
  /** Whether files can be written and read now: null, or what is wrong, in words that go on after "STORAGE_URL: ". Never throws. */
  check(): Promise<string | null>;
}

/** One file on its way: one step at a time. The first step that fails ends it and forgets all of it. */
export interface FileWriter {
  /** Takes bytes, in order; answers when more may come; the caller must not change them before that. */
  write(bytes: Uint8Array): Promise<void>;
  /** Answers once the whole file survives a crash and stands under its key. */
  commit(): Promise<void>;
  /**
   * Answers once nothing is left. In the midst of a write, that write fails; in the midst of a commit, the commit's own answer says
   * which of the two came first. Never throws; harmless after the end.
   */
  abort(): Promise<void>;
}

/** The disk or S3 cannot do its work now: full, broken, out of reach, or refusing us. */
export class StorageUnavailable extends Error {
  /** `code` is the disk's, the network's or S3's own word for it (`ENOSPC`, `ECONNREFUSED`, `QuotaExceeded`). */
  constructor(
    readonly code: string,
    cause?: unknown,
  ) {
    super(`Result files cannot be written or read now (${code}).`, { cause });
    this.name = 'StorageUnavailable';
  }
}

/** Keeps bytes that are at hand as one file. */
export async function putFile(store: FileStore, key: string, bytes: Uint8Array): Promise<void> {
  const writer = await store.begin(key, bytes.length);
  try {
    await writer.write(bytes);
    await writer.commit();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** A key as it was given; a malformed one, which only a bug of ours makes, throws. */
export function checkedKey(key: string): string {
  if (!KEY.test(key) || key.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new Error('A file key of ours is malformed.');
  return key;
}
