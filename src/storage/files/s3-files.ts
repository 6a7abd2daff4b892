import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { checkedKey, StorageUnavailable, type FileStore, type FileWriter } from './file-store.js';
import { endWhenSilent } from './s3-body.js';
import { S3Bucket, type S3Place } from './s3-bucket.js';
import { s3Sentence } from './s3-trouble.js';
import { PART_BYTES, S3Writer } from './s3-writer.js';

const SILENT_MS = 30_000;
const CHECK_MS = 5_000;

/** Files in a bucket of S3, Amazon's or one that speaks like it. */
export class S3Files implements FileStore {
  /** The part that is being filled, and its encrypted copy on the way out. */
  readonly bytesPerWriter = 2 * PART_BYTES;
  private readonly bucket: S3Bucket;
  private readonly probeKey = `probe-${randomBytes(6).toString('hex')}`;
  private checking: Promise<string | null> | null = null;

  /** `silentMs`: S3 has failed after so many milliseconds without a byte either way. */
  constructor(
    private readonly place: S3Place,
    private readonly silentMs = SILENT_MS,
  ) {
    this.bucket = new S3Bucket(place, silentMs);
  }

  async begin(key: string, size?: number): Promise<FileWriter> {
    return new S3Writer(this.bucket, checkedKey(key), size);
  }

  async read(key: string, range?: { start: number; end: number }): Promise<Readable | null> {
    const body = await this.bucket.get(checkedKey(key), range && `bytes=${range.start}-${range.end}`);
    return body && endWhenSilent(body, this.silentMs);
  }

  async remove(key: string): Promise<void> {
    await this.bucket.remove(checkedKey(key));
  }

  async tidy(before: number): Promise<void> {
    for await (const { key, id, begun } of this.bucket.unfinished())
      if (begun < before) await this.bucket.abortParts(key, id);
  }

  /** Puts, gets and deletes an object; one at a time, however many ask. */
  check(): Promise<string | null> {
    return (this.checking ??= this.probe().finally(() => (this.checking = null)));
  }

  private async probe(): Promise<string | null> {
    const limit = AbortSignal.timeout(CHECK_MS);
    try {
      await this.bucket.put(this.probeKey, Buffer.from('ok'), limit);
      const body = await this.bucket.get(this.probeKey, undefined, limit);
      if (!body || (await buffer(body)).toString() !== 'ok') throw new StorageUnavailable('ProbeNotFound');
      await this.bucket.remove(this.probeKey, limit);
      return null;
    } catch (error) {
      return s3Sentence(this.place, error instanceof StorageUnavailable ? error.code : 'unknown error');
    }
  }
}
