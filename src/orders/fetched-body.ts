import { CollectedBody } from '../domain/collected-body.js';
import { HeldBody, type BodySink, type ReceivedBody, type StagedFile } from '../domain/received-body.js';
import { HELD_BODY_BYTES } from './read-body.js';
import type { StagedWriter, Staging } from './staging.js';

/** Of a body that lies in storage, for the attempt's excerpt. */
const HEAD_BYTES = 16 * 1024;

/** Takes a result as its seller keeps it, of any kind and size: a short one is held, a longer one goes to storage as it comes. */
export class FetchedBody implements BodySink {
  /** What lies in storage, once all of it has arrived. */
  file: StagedFile | null = null;
  private held = new CollectedBody();
  private head: Buffer | null = null;
  private size = 0;
  private writer: StagedWriter | null = null;

  constructor(private readonly staging: Staging) {}

  write(piece: Buffer): Promise<boolean> | undefined {
    this.size += piece.length;
    if (this.writer) return this.store(piece);
    this.held.add(piece);
    if (this.size <= HELD_BODY_BYTES) return undefined;
    const begin = this.held.toBuffer();
    this.held = new CollectedBody();
    this.head = begin.subarray(0, HEAD_BYTES);
    return this.store(begin);
  }

  async end(): Promise<ReceivedBody> {
    if (this.head === null) return new HeldBody(this.held.toBuffer());
    this.file = (await this.writer?.commit()) ?? null;
    const json = { ok: false, problem: 'A result that lies in storage is not read.', badResult: false } as const;
    return { head: this.head, size: this.size, sha256: this.file?.sha256 ?? '', json };
  }

  abort(): Promise<void> {
    return this.staging.clear();
  }

  private async store(piece: Buffer): Promise<boolean> {
    this.writer ??= await this.staging.begin();
    await this.writer.write(piece);
    return true;
  }
}
