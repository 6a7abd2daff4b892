import type { Readable } from 'node:stream';

/** Where result files lie. Keys are ours: `orders/<order_id>/<name>`, letters, digits, `.`, `_`, `-` and `/`. */
export interface FileStore {
  /** Keeps the bytes durably under a new key; answers once they survive a crash. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Streams the bytes from `start` to `end` (both included), or null where there is no such file. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable | null>;
  /** Forgets a file; no error where there is none. */
  remove(key: string): Promise<void>;
  /** Whether files can be written and read now, as a sentence where they cannot. */
  check(): Promise<string | null>;
}
