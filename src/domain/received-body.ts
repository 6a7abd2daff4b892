import { CollectedBody } from './collected-body.js';
import { sha256 } from './digest.js';
import { parseStrictJson, type JsonObject, type JsonValue } from './strict-json.js';

/** Bytes that lie in storage already. Nothing names them yet. */
export interface StagedFile {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  /** What the bytes themselves tell. */
  readonly detectedType: string;
}

/** A string of a body that was read as it streamed by: short ones are held, others lie in storage; or why it was refused. */
export type StreamedString =
  | { readonly kind: 'held'; readonly text: string }
  | { readonly kind: 'staged'; readonly file: StagedFile; readonly mimeType: string | null }
  | { readonly kind: 'refused'; readonly problem: string };

/** The strings that stand as '' in the value, by where they stood. */
export interface StreamedStrings {
  at(holder: JsonObject, field: string): StreamedString | null;
}

export type BodyJson =
  | { readonly ok: true; readonly value: JsonValue; readonly strings: StreamedStrings }
  | { readonly ok: false; readonly problem: string; readonly badResult: false }
  /** A file in it was refused and the rest not read on; `begun` is what was read before, where that is known. */
  | { readonly ok: false; readonly problem: string; readonly badResult: true; readonly begun?: JsonValue };

/** A body that has arrived whole. */
export interface ReceivedBody {
  /** Its beginning, for excerpts; all of it where it was held. */
  readonly head: Buffer;
  readonly size: number;
  /** Of all its bytes; '' where it was not read to its end. */
  readonly sha256: string;
  /** The JSON in it, by the one strict rule for every body on the wire. */
  readonly json: BodyJson;
}

/** Takes a body piece by piece, as it arrives. */
export interface BodySink {
  /** Told once, before the first piece, where the body is that of an answer: the status it came with. */
  begin?(status: number): void;
  /** Nothing: more may come. A promise: more may come once it is fulfilled; with false, nothing more is wanted. */
  write(piece: Buffer): Promise<boolean> | undefined;
  /** After the last piece. Rejects where storage failed. */
  end(): ReceivedBody | Promise<ReceivedBody>;
  /** Instead of `end`: forgets everything. Never rejects. */
  abort(): Promise<void>;
}

/** Of a body that held none. */
export const noStrings: StreamedStrings = { at: () => null };

/** A body small enough to be held; parsed when somebody asks, and once. */
export class HeldBody implements ReceivedBody {
  private parsed: BodyJson | null = null;

  constructor(readonly head: Buffer) {}

  get size(): number {
    return this.head.length;
  }

  get sha256(): string {
    return sha256(this.head);
  }

  get json(): BodyJson {
    this.parsed ??= parse(this.head);
    return this.parsed;
  }
}

/** Holds whatever comes; who uses it has counted the bytes. */
export class HoldBody implements BodySink {
  private readonly body = new CollectedBody();

  write(piece: Buffer): undefined {
    this.body.add(piece);
    return undefined;
  }

  end(): HeldBody {
    return new HeldBody(this.body.toBuffer());
  }

  async abort(): Promise<void> {}
}

function parse(bytes: Buffer): BodyJson {
  const read = parseStrictJson(bytes);
  return read.ok
    ? { ok: true, value: read.value, strings: noStrings }
    : { ok: false, problem: read.problem, badResult: false };
}
