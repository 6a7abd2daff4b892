import { isUtf8 } from 'node:buffer';
import { findRefusedShape, type JsonFault } from './json-shape.js';
import { findSyntaxFault } from './json-syntax.js';

export { MAX_JSON_DEPTH } from './json-shape.js';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** `line` and `column` count from 1; a column is one UTF-16 code unit, as editors count. `problem` names both. */
export interface JsonRefusal {
  readonly ok: false;
  readonly problem: string;
  readonly line: number;
  readonly column: number;
}
export type StrictJson = { readonly ok: true; readonly value: JsonValue } | JsonRefusal;

const CHUNK = 65_536;
const TOO_LONG = 'The text is too long to be read as JSON; send a shorter one';

/**
 * Reads JSON (RFC 8259) by the one rule for every body on the wire (contract, section 0): valid UTF-8, at most
 * `MAX_JSON_DEPTH` levels, no key twice in one object, no `__proto__` or `constructor` anywhere. Linear in the length,
 * whatever the text. A byte order mark before the bytes is skipped, as RFC 8259 section 8.1 allows; in a string it is refused.
 * Numbers are doubles: digits past their precision are lost, as with `JSON.parse`.
 */
export function parseStrictJson(text: string | Buffer): StrictJson {
  if (typeof text === 'string') return parseText(text);
  if (!isUtf8(text)) return refuseBytes(text);
  const decoded = decode(text);
  return decoded === null ? { ok: false, problem: TOO_LONG, line: 1, column: 1 } : parseText(decoded);
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The line and column, both from 1, of an index into a text. Lines end at LF. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}

function parseText(text: string): StrictJson {
  const refused = findRefusedShape(text);
  if (refused !== null) return refuse(text, refused);
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch {
    return refuse(text, findSyntaxFault(text) ?? { problem: 'The text is not JSON', at: 0 });
  }
}

function refuse(text: string, fault: JsonFault): JsonRefusal {
  const { line, column } = lineAndColumn(text, fault.at);
  return { ok: false, problem: `${fault.problem} (line ${line}, column ${column}).`, line, column };
}

function decode(bytes: Buffer): string | null {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return bytes.toString('utf8', hasMark ? 3 : 0);
  } catch {
    return null; // longer than a string can be
  }
}

function refuseBytes(bytes: Buffer): JsonRefusal {
  const bad = firstBadByte(bytes);
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1 && end < bad; end = bytes.indexOf(0x0a, start)) {
    line++;
    start = end + 1;
  }
  const column = bad - start + 1;
  const problem = `The text is not valid UTF-8; send JSON encoded as UTF-8 (line ${line}, byte ${column} of it).`;
  return { ok: false, problem, line, column };
}

/** Index of the first byte that is no UTF-8, found chunk by chunk: re-encoding a whole hostile body would triple it. */
function firstBadByte(bytes: Buffer): number {
  let from = 0;
  while (from < bytes.length) {
    const to = characterBoundary(bytes, from + CHUNK);
    const chunk = bytes.subarray(from, to);
    if (!isUtf8(chunk)) return from + firstDifference(chunk, Buffer.from(chunk.toString('utf8')));
    from = to;
  }
  return bytes.length;
}

function characterBoundary(bytes: Buffer, wanted: number): number {
  let to = wanted;
  while (to > wanted - 3 && ((bytes[to] ?? 0) & 0xc0) === 0x80) to--;
  return Math.min(to, bytes.length);
}

function firstDifference(left: Buffer, right: Buffer): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}
