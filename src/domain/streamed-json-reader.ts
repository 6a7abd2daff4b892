import { ownCopy } from './held-text.js';
import { MAX_JSON_DEPTH, refuseKey, TOO_DEEP } from './json-shape.js';
import type { Token } from './streamed-json-tokens.js';
import { StreamedJsonValues } from './streamed-json-values.js';
import type { StreamedJsonRules, TextSink } from './streamed-strings.js';

/** Most keys of one object. */
export const MAX_KEYS = 10_000;
/** Longest key, and longest number as it is spelled, in characters. */
export const MAX_KEY_CHARS = 1024;
export const MAX_NUMBER_CHARS = 1000;
/** Most keys that are compared at one time, those of an object and of all that it stands in, and most characters of theirs. */
export const MAX_OPEN_KEYS = 20_000;
export const MAX_OPEN_KEY_CHARS = 4 * 1024 * 1024;

const KEY_TOO_LONG = `A key is longer than ${MAX_KEY_CHARS} characters; shorten it`;
const NUMBER_TOO_LONG = `A number is longer than ${MAX_NUMBER_CHARS} characters; shorten it`;
const TOO_MANY_KEYS = `An object has more than ${MAX_KEYS} keys; split it`;
const TOO_MANY_OPEN_KEYS = `An object and those around it have more than ${MAX_OPEN_KEYS} keys together; split them`;
const TOO_MUCH_KEY_TEXT = 'The keys of an object and of those around it are too long together; shorten them';

/** The keys of an open object so far, and their characters in all; no set before the first key, or in an array. */
interface Level {
  seen: Set<string> | null;
  chars: number;
}

/**
 * Holds the tokens of a body to our rules for JSON (`json-shape.ts`) and to limits that keep its memory bounded whatever it
 * holds, in dropped values too, and makes the value of what passes.
 */
export class StreamedJsonReader<Sink extends TextSink> {
  readonly values: StreamedJsonValues<Sink>;

  private readonly open: Level[] = [];
  private keys = 0; // of all open levels
  private keyChars = 0; // of all open levels
  private key: string | null = null; // the key that is being read; null outside keys
  private number = '';

  constructor(rules: StreamedJsonRules<Sink>) {
    this.values = new StreamedJsonValues(rules);
  }

  /** Takes the next tokens. Returns why the body is refused, a sentence without its full stop; null while it is not. */
  take(tokens: readonly Token[]): string | null {
    for (const token of tokens) {
      const problem = this.step(token);
      if (problem !== null) return problem;
    }
    this.values.send();
    return null;
  }

  private step(token: Token): string | null {
    switch (token.name) {
      case 'stringChunk':
        return this.key === null ? this.values.text(token.value) : this.growKey(token.value);
      case 'startString':
        return this.values.beginString();
      case 'endString':
        return this.values.endString();
      case 'startNumber':
        this.number = '';
        return null;
      case 'numberChunk':
        this.number += token.value;
        return this.number.length > MAX_NUMBER_CHARS ? NUMBER_TOO_LONG : null;
      case 'endNumber':
        return this.values.scalar(Number(this.number));
      case 'startKey':
        this.key = '';
        return null;
      case 'endKey':
        return this.endKey();
      case 'startObject':
        return this.begin({});
      case 'startArray':
        return this.begin([]);
      case 'endObject':
      case 'endArray':
        return this.finish();
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        return this.values.scalar(token.value);
      default:
        return null; // packed values, which are switched off
    }
  }

  private begin(holder: Record<string, never> | never[]): string | null {
    if (this.open.push({ seen: null, chars: 0 }) > MAX_JSON_DEPTH) return TOO_DEEP;
    return this.values.begin(holder);
  }

  private finish(): null {
    const level = this.open.pop();
    this.keys -= level?.seen?.size ?? 0;
    this.keyChars -= level?.chars ?? 0;
    this.values.finish();
    return null;
  }

  private growKey(piece: string): string | null {
    this.key += piece;
    return (this.key?.length ?? 0) > MAX_KEY_CHARS ? KEY_TOO_LONG : null;
  }

  private endKey(): string | null {
    const level = this.open.at(-1);
    const key = ownCopy(this.key ?? '');
    this.key = null;
    if (level === undefined) return null;
    const seen = (level.seen ??= new Set());
    return refuseKey(key, seen) ?? this.count(key, level, seen.size) ?? this.values.key(key);
  }

  private count(key: string, level: Level, keysOfLevel: number): string | null {
    level.chars += key.length;
    this.keyChars += key.length;
    this.keys++;
    if (keysOfLevel > MAX_KEYS) return TOO_MANY_KEYS;
    if (this.keys > MAX_OPEN_KEYS) return TOO_MANY_OPEN_KEYS;
    return this.keyChars > MAX_OPEN_KEY_CHARS ? TOO_MUCH_KEY_TEXT : null;
  }
}
