import { HeldText } from './held-text.js';
import type { JsonObject, JsonValue } from './strict-json.js';
import { StreamedStrings, type StreamedJsonRules, type StreamedString, type TextSink } from './streamed-strings.js';

/** Most values that are held of one body, and most characters of their strings and keys in all. */
export const MAX_KEPT_VALUES = 100_000;
export const MAX_KEPT_CHARS = 1024 * 1024;
/** Most characters that are kept of one string, from its beginning; the rest is read and dropped. */
export const MAX_STRING_CHARS = 16 * 1024;
/** Most names of dropped keys that are remembered. */
export const MAX_DROPPED_KEYS = 20;

const TOO_MUCH = 'The JSON holds too much beside its files; send less';

/** A container that is open and kept: with the key, if it is an object, whose value comes next or is open. */
interface Level {
  readonly holder: JsonObject | JsonValue[];
  key: string;
}

/**
 * Builds the kept value of a body from its parts, in their order, and leads long strings to their sinks. Knows nothing of
 * syntax: the calls have to be those of well-formed JSON with good keys. Methods return why the body holds too much.
 */
export class StreamedJsonValues<Sink extends TextSink> {
  readonly strings = new StreamedStrings<Sink>();
  readonly droppedKeys: string[] = [];
  /** The value of the whole body, once it is read. */
  root: JsonValue = null;

  private readonly open: Level[] = [];
  private depth = 0; // more than is in `open` inside a dropped value
  private isDropping = false;
  private values = 0;
  private chars = 0;
  private readonly held = new HeldText();
  private streamed: StreamedString<Sink> | null = null;
  private unsent: string[] = [];

  constructor(private readonly rules: StreamedJsonRules<Sink>) {}

  /** An object or array begins. */
  begin(holder: JsonObject | JsonValue[]): string | null {
    this.depth++;
    if (this.isDropping) return null;
    const problem = this.scalar(holder);
    this.open.push({ holder, key: '' });
    return problem;
  }

  /** The innermost object or array ends. */
  finish(): void {
    if (--this.depth >= this.open.length) return; // within a dropped value
    this.open.pop();
    this.isDropping = false;
  }

  /** @param key decoded, in memory of its own. */
  key(key: string): string | null {
    const level = this.open.at(-1);
    if (this.depth > this.open.length || level === undefined) return null; // within a dropped value
    level.key = key;
    this.isDropping = !this.rules.keep(this.path());
    if (!this.isDropping) return this.charge(key.length);
    if (this.depth === 1 && this.droppedKeys.length < MAX_DROPPED_KEYS) this.droppedKeys.push(key);
    return null;
  }

  /** A value that is whole; also one that is filled later. */
  scalar(value: JsonValue): string | null {
    if (this.isDropping) return null;
    const level = this.open.at(-1);
    if (level === undefined) this.root = value;
    else if (Array.isArray(level.holder)) level.holder.push(value);
    else level.holder[level.key] = value;
    return ++this.values > MAX_KEPT_VALUES ? TOO_MUCH : null;
  }

  beginString(): string | null {
    const level = this.open.at(-1);
    if (this.isDropping || level === undefined || Array.isArray(level.holder)) return null;
    const sink = this.rules.sinkFor(this.path());
    if (sink === null) return null;
    this.streamed = this.strings.add(level.holder, level.key, sink);
    return this.scalar('');
  }

  /** The next piece of the string that began. */
  text(piece: string): string | null {
    if (this.streamed !== null) {
      if (this.streamed.problem === null) this.unsent.push(piece);
      return null;
    }
    if (this.isDropping) return null;
    const kept = piece.slice(0, MAX_STRING_CHARS - this.held.length);
    this.held.add(kept);
    return this.charge(kept.length);
  }

  endString(): string | null {
    const { streamed } = this;
    if (streamed === null) return this.isDropping ? null : this.scalar(this.held.take());
    this.send();
    streamed.problem ??= streamed.sink.end();
    this.streamed = null;
    return null;
  }

  /** Hands the sink what it has not got yet: joined, because the chunks are short and many, and views are slow to read. */
  send(): void {
    if (this.streamed === null || this.unsent.length === 0) return;
    this.streamed.problem = this.streamed.sink.write(this.unsent.join(''));
    this.unsent = [];
  }

  private path(): (string | number)[] {
    return this.open.map(({ holder, key }) => (Array.isArray(holder) ? holder.length - 1 : key));
  }

  private charge(chars: number): string | null {
    this.chars += chars;
    return this.chars > MAX_KEPT_CHARS ? TOO_MUCH : null;
  }
}
