import { CollectedBody } from '../domain/collected-body.js';
import type { BodySink, ReceivedBody, StagedFile } from '../domain/received-body.js';
import { findStorageTrouble } from '../telemetry/storage-trouble.js';
import type { StagedWriter, Staging } from './staging.js';

/** Of an answer that is no file, for the attempt's excerpt. */
const HEAD_BYTES = 16 * 1024;

/** Takes the answer to a call for a file: the body of a 200 goes to storage as it comes, of any other only the beginning is held. */
export class MirrorSink implements BodySink {
  /** What lies in storage, once all of it has arrived. */
  file: StagedFile | null = null;
  /** Storage took nothing: no fault of the file's server. */
  isUnkept = false;
  private isFile = false;
  private writer: StagedWriter | null = null;
  private readonly head = new CollectedBody();
  private size = 0;

  constructor(private readonly staging: Staging) {}

  begin(status: number): void {
    this.isFile = status === 200;
  }

  write(piece: Buffer): Promise<boolean> | undefined {
    if (this.isFile) return this.store(piece);
    this.head.add(piece.subarray(0, HEAD_BYTES - this.size));
    this.size += piece.length;
    // What else an error page holds is not read.
    return this.size < HEAD_BYTES ? undefined : Promise.resolve(false);
  }

  async end(): Promise<ReceivedBody> {
    this.file = await this.keeping(async () => (this.writer && !this.isUnkept ? this.writer.commit() : null));
    const { size, sha256 } = this.file ?? { size: this.size, sha256: '' };
    const json = { ok: false, problem: 'A file is not read as JSON.', badResult: false } as const;
    return { head: this.isFile ? Buffer.alloc(0) : this.head.toBuffer(), size, sha256, json };
  }

  abort(): Promise<void> {
    return this.staging.clear();
  }

  private async store(piece: Buffer): Promise<boolean> {
    const stored = await this.keeping(async () => {
      this.writer ??= await this.staging.begin();
      await this.writer.write(piece);
      return true;
    });
    return stored === true;
  }

  private async keeping<T>(step: () => Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      if (findStorageTrouble(error) === null) throw error;
      this.isUnkept = true;
      return null;
    }
  }
}
