import { Base64Stream } from '../domain/base64-stream.js';
import { MAX_BASE64_CHARS } from '../domain/read-result.js';
import type { StagedFile, StreamedString } from '../domain/received-body.js';
import { INLINE_TEXT_BYTES } from '../domain/result.js';
import type { TextSink } from '../domain/streamed-json.js';
import type { StagedWriter, Staging } from './staging.js';

/** A long string on its way out of a body: written while the body is parsed, flushed to storage between its pieces. */
export interface StreamedText extends TextSink {
  /** Too long: what is left of the body need not be read. */
  readonly isTooLong: boolean;
  flush(staging: Staging): Promise<void>;
  /** What became of it; null where the string never ended. */
  outcome(): StreamedString | null;
}

/** Bytes that wait for storage, in order. */
class Outbox {
  private waiting: Buffer[] = [];
  private writer: StagedWriter | null = null;
  private isDropped = false;
  file: StagedFile | null = null;

  add(bytes: Buffer): void {
    this.waiting.push(bytes);
  }

  async flush(staging: Staging, isComplete: boolean): Promise<void> {
    if (this.isDropped) return this.giveBack();
    for (const bytes of this.waiting.splice(0)) {
      this.writer ??= await staging.begin();
      await this.writer.write(bytes);
    }
    if (isComplete && this.writer && !this.file) this.file = await this.writer.commit();
  }

  drop(): void {
    this.waiting = [];
    this.isDropped = true;
  }

  /** The memory of a file that was refused: the next file of the same body may be waiting for it. */
  private async giveBack(): Promise<void> {
    await this.writer?.abort();
    this.writer = null;
  }
}

/** `file_base64`: decoded strictly while it passes. */
export class StreamedBase64 implements StreamedText {
  private readonly outbox = new Outbox();
  private readonly decoder = new Base64Stream(MAX_BASE64_CHARS, (bytes) => this.outbox.add(bytes));
  private chars = 0;
  private problem: string | null = null;
  private isComplete = false;

  get isTooLong(): boolean {
    return this.chars > MAX_BASE64_CHARS;
  }

  write(text: string): string | null {
    this.chars += text.length;
    return this.note(this.decoder.write(text));
  }

  end(): string | null {
    const problem = this.note(this.decoder.end());
    this.isComplete = problem === null;
    return problem;
  }

  flush(staging: Staging): Promise<void> {
    return this.outbox.flush(staging, this.isComplete);
  }

  outcome(): StreamedString | null {
    if (this.problem !== null) return { kind: 'refused', problem: this.problem };
    const { file } = this.outbox;
    return file && { kind: 'staged', file, mimeType: this.decoder.mimeType };
  }

  private note(problem: string | null): string | null {
    if (problem !== null) this.outbox.drop();
    return (this.problem ??= problem);
  }
}

/** `result_text`: held while it is short enough for the order's row, else a file of UTF-8. */
export class StreamedResultText implements StreamedText {
  readonly isTooLong = false;
  private readonly outbox = new Outbox();
  private pieces: string[] = [];
  private heldBytes = 0;
  private isFile = false;
  private isComplete = false;

  write(text: string): null {
    this.pieces.push(text);
    this.heldBytes += Buffer.byteLength(text);
    if (this.isFile ? this.heldBytes >= SLAB_BYTES : this.heldBytes > INLINE_TEXT_BYTES) this.spill();
    return null;
  }

  end(): null {
    if (this.isFile) this.spill();
    this.isComplete = true;
    return null;
  }

  flush(staging: Staging): Promise<void> {
    return this.outbox.flush(staging, this.isComplete);
  }

  outcome(): StreamedString | null {
    const { file } = this.outbox;
    if (file) return { kind: 'staged', file, mimeType: null };
    return this.isComplete ? { kind: 'held', text: this.pieces.join('') } : null;
  }

  private spill(): void {
    this.isFile = true;
    if (this.pieces.length > 0) this.outbox.add(Buffer.from(this.pieces.splice(0).join('')));
    this.heldBytes = 0;
  }
}

const SLAB_BYTES = 48 * 1024;
