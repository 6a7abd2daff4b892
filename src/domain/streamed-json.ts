import { StreamedJsonReader } from './streamed-json-reader.js';
import { JSON_PIECE, JsonTokens, type Token } from './streamed-json-tokens.js';
import { StreamedStrings, type StreamedJsonRules, type TextSink } from './streamed-strings.js';
import type { JsonValue } from './strict-json.js';
import { Utf8Pieces } from './utf8-pieces.js';

export { StreamedStrings } from './streamed-strings.js';
export type { StreamedJsonRules, StreamedString, TextSink } from './streamed-strings.js';

/** What was kept of a body: `droppedKeys` are the first 20 of the top-level keys whose values were not. */
export interface KeptBody {
  readonly value: JsonValue;
  readonly droppedKeys: readonly string[];
}

/** What was read of a body. `problem` is a sentence. */
export type StreamedBody<Sink extends TextSink = TextSink> =
  | (KeptBody & { readonly ok: true; readonly strings: StreamedStrings<Sink> })
  | { readonly ok: false; readonly problem: string };

const NO_UTF8 = 'The text is not valid UTF-8; send JSON encoded as UTF-8';
const NO_JSON = 'The text is not JSON: something is wrong';
const CUT_OFF = 'The text is not JSON: it is cut off or wrong at its end';

/**
 * Reads JSON (RFC 8259) that is too big to be held, piece by piece, by the rules of `parseStrictJson`, and takes and refuses
 * what it does. Long strings go to sinks, unwanted values are dropped; of every other string the first 16,384 characters are kept.
 * What is held is bounded whatever the body: at most 100,000 values and 1,048,576 characters of strings and keys are kept;
 * keys have at most 1,024 characters, numbers 1,000, objects 10,000 keys, an object and all that it stands in 20,000. Where
 * a body breaks these or the rules it is refused, with the place to some 4 KiB.
 */
export class StreamedJson<Sink extends TextSink = TextSink> {
  private readonly utf8 = new Utf8Pieces();
  private readonly tokens = new JsonTokens();
  private readonly reader: StreamedJsonReader<Sink>;
  private seen = 0; // bytes
  private problem: string | null = null;

  constructor(rules: StreamedJsonRules<Sink>) {
    this.reader = new StreamedJsonReader(rules);
  }

  /** Takes the next piece of the body, of any length. Returns why the body is refused, as a sentence; null while it is not. */
  write(bytes: Buffer): string | null {
    for (let at = 0; at < bytes.length && this.problem === null; at += JSON_PIECE) {
      const piece = bytes.subarray(at, at + JSON_PIECE);
      const fault = this.take(piece);
      if (fault !== null) this.problem = `${fault} (near byte ${this.seen + 1}).`;
      this.seen += piece.length;
    }
    return this.problem;
  }

  /** What was kept until now: null before the first value, and not whole before `end` has said so. */
  get soFar(): KeptBody {
    const { root, droppedKeys } = this.reader.values;
    return { value: root, droppedKeys };
  }

  /** Says that the body is over; to be called once. */
  end(): StreamedBody<Sink> {
    if (this.problem === null) {
      const fault = this.utf8.end() ? this.read(this.tokens.end(), CUT_OFF) : NO_UTF8;
      if (fault !== null) this.problem = `${fault} (near byte ${this.seen + 1}).`;
    }
    if (this.problem !== null) return { ok: false, problem: this.problem };
    return { ok: true, strings: this.reader.values.strings, ...this.soFar };
  }

  private take(piece: Buffer): string | null {
    const text = this.utf8.take(piece);
    if (text === null) return NO_UTF8;
    return text === '' ? null : this.read(this.tokens.push(text), NO_JSON);
  }

  private read(tokens: readonly Token[] | null, otherwise: string): string | null {
    return tokens === null ? otherwise : this.reader.take(tokens);
  }
}
