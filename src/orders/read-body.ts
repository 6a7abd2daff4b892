import { createHash } from 'node:crypto';
import { CollectedBody } from '../domain/collected-body.js';
import {
  HeldBody,
  type BodyJson,
  type BodySink,
  type ReceivedBody,
  type StreamedStrings,
} from '../domain/received-body.js';
import { MAX_FILES } from '../domain/result.js';
import { isKnownPath } from '../domain/seller-words.js';
import { StreamedJson, type KeptBody } from '../domain/streamed-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/strict-json.js';
import type { Staging } from './staging.js';
import { StreamedBase64, StreamedResultText, type StreamedText } from './streamed-text.js';

/**
 * The switch between the two roads: a body up to this is held and parsed at once, a longer one is parsed as it streams by. Only what may
 * be in other words than ours is held longer.
 */
export const HELD_BODY_BYTES = 256 * 1024;
/** Of a streamed body, for the attempt's excerpt. */
const HEAD_BYTES = 16 * 1024;
/** Parsed between two waits for storage: bounds what is decoded and not yet written, and how long the event loop is held. */
const SLICE_BYTES = 16 * 1024;

/** Reads what a seller sends about an order, of any size: files and long texts in it go to storage while they arrive. */
export class ReadBody implements BodySink {
  private held: CollectedBody | null = null;
  private size = 0;
  private holdsMore = false;
  private streamed: LongBody | null = null;

  constructor(
    private readonly staging: Staging,
    private readonly heldBytes = HELD_BODY_BYTES,
  ) {}

  write(piece: Buffer): Promise<boolean> | undefined {
    this.size += piece.length;
    if (this.streamed) return this.streamed.write(piece);
    this.held ??= new CollectedBody();
    this.held.add(piece);
    if (this.size <= HELD_BODY_BYTES || this.mayHold()) return undefined;
    const begin = this.held.toBuffer();
    this.held = null;
    this.streamed = new LongBody(this.staging);
    return this.streamed.write(begin);
  }

  /** What is held beyond the usual is counted as soon as there is any. */
  private mayHold(): boolean {
    if (this.size > this.heldBytes) return false;
    return (this.holdsMore ||= this.staging.holdMore(this.heldBytes - HELD_BODY_BYTES));
  }

  end(): ReceivedBody | Promise<ReceivedBody> {
    return this.streamed?.end() ?? new HeldBody(this.held?.toBuffer() ?? Buffer.alloc(0));
  }

  abort(): Promise<void> {
    return this.staging.clear();
  }
}

/** A body too long to be held. */
class LongBody {
  private readonly hash = createHash('sha256');
  private readonly texts: StreamedText[] = [];
  private readonly json = new StreamedJson<StreamedText>({ sinkFor: (path) => this.textAt(path), keep: isKnownPath });
  private head: Buffer | null = null;
  private size = 0;
  private problem: string | null = null;
  private isTooLong = false;

  constructor(private readonly staging: Staging) {}

  /** False once a file in it is too long: the rest is not read. */
  async write(piece: Buffer): Promise<boolean> {
    this.head ??= Buffer.from(piece.subarray(0, HEAD_BYTES));
    this.size += piece.length;
    this.hash.update(piece);
    for (let at = 0; at < piece.length && this.problem === null; at += SLICE_BYTES) {
      this.problem = this.json.write(piece.subarray(at, at + SLICE_BYTES));
      for (const text of this.texts) await text.flush(this.staging);
      this.isTooLong = this.texts.some((text) => text.isTooLong);
      if (this.isTooLong) return false;
    }
    return true;
  }

  async end(): Promise<ReceivedBody> {
    const json = await this.finish();
    const head = this.head ?? Buffer.alloc(0);
    return { head, size: this.size, sha256: this.isTooLong ? '' : this.hash.digest('hex'), json };
  }

  private async finish(): Promise<BodyJson> {
    if (this.isTooLong)
      return { ok: false, problem: this.tooLong(), badResult: true, begun: withNames(this.json.soFar) };
    if (this.problem !== null) return { ok: false, problem: this.problem, badResult: false };
    const read = this.json.end();
    if (!read.ok) return { ok: false, problem: read.problem, badResult: false };
    for (const text of this.texts) await text.flush(this.staging);
    const strings: StreamedStrings = {
      at: (holder: JsonObject, field: string) => read.strings.at(holder, field)?.sink.outcome() ?? null,
    };
    return { ok: true, value: withNames(read), strings };
  }

  private tooLong(): string {
    const refused = this.texts.map((text) => text.outcome()).find((outcome) => outcome?.kind === 'refused');
    return `file_base64: ${refused?.kind === 'refused' ? refused.problem : 'is too long.'}`;
  }

  /** Only where results stand: everything else is short, or nothing to us. */
  private textAt(path: readonly (string | number)[]): StreamedText | null {
    const text = newText(path);
    if (text) this.texts.push(text);
    return text;
  }
}

/** Fields that mean nothing to us were not kept; their names are, so that the attempt tells them. */
function withNames({ value, droppedKeys }: KeptBody): JsonValue {
  if (isJsonObject(value)) Object.assign(value, Object.fromEntries(droppedKeys.map((key) => [key, null])));
  return value;
}

function newText(path: readonly (string | number)[]): StreamedText | null {
  const [top, index] = path;
  const field = path.at(-1);
  // Past the most files of a result nothing is begun any more: the reader of the result says why it is refused.
  const isFile = path.length === 1 || (path.length === 3 && top === 'files' && Number(index) < MAX_FILES);
  if (field === 'file_base64' && isFile) return new StreamedBase64();
  return field === 'result_text' && path.length === 1 ? new StreamedResultText() : null;
}
