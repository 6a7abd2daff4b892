import { isDeepStrictEqual } from 'node:util';
import {
  StreamedJson,
  type StreamedBody,
  type StreamedJsonRules,
  type TextSink,
} from '../../src/domain/streamed-json.js';
import { parseStrictJson, type JsonValue } from '../../src/domain/strict-json.js';

export const KEEP_ALL: StreamedJsonRules = { keep: () => true, sinkFor: () => null };
export const DROP_ALL: StreamedJsonRules = { keep: () => false, sinkFor: () => null };
export const MEBI = 1024 * 1024;

export function read<Sink extends TextSink>(
  pieces: Iterable<Buffer>,
  rules: StreamedJsonRules<Sink>,
): StreamedBody<Sink> {
  const json = new StreamedJson(rules);
  for (const piece of pieces) if (json.write(piece) !== null) break;
  return json.end();
}

export function problem(text: string | Iterable<Buffer>, rules = KEEP_ALL): string {
  const body = read(typeof text === 'string' ? [Buffer.from(text)] : text, rules);
  if (body.ok) throw new Error('was accepted');
  return body.problem;
}

export function value(text: string, rules = KEEP_ALL): JsonValue {
  const body = read([Buffer.from(text)], rules);
  if (!body.ok) throw new Error(body.problem);
  return body.value;
}

export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((left, right) => left - right);
  return [...sorted, bytes.length].map((end, index) => bytes.subarray(sorted[index - 1] ?? 0, end));
}

/** The same decision as `parseStrictJson`, and the same value with its keys in the same order. */
export function agrees(bytes: Buffer, pieces: Buffer[]): boolean {
  const whole = parseStrictJson(bytes);
  const streamed = read(pieces, KEEP_ALL);
  if (!whole.ok || !streamed.ok) return whole.ok === streamed.ok;
  const isSame = isDeepStrictEqual(whole.value, streamed.value);
  return isSame && JSON.stringify(whole.value) === JSON.stringify(streamed.value);
}

export function* repeated(head: string, unit: string, tail: string, bytes: number): Generator<Buffer> {
  const block = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)));
  yield Buffer.from(head);
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
  yield Buffer.from(tail);
}

export class Gathered implements TextSink {
  text = '';
  ended = 0;
  constructor(private readonly refusesAt = Infinity) {}
  write(text: string): string | null {
    this.text += text;
    return this.text.length >= this.refusesAt ? 'That is enough.' : null;
  }
  end(): string | null {
    this.ended++;
    return null;
  }
}
