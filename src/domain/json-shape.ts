/** The first thing in a JSON text that our rules refuse although it is JSON: what, and where (index into the text). */
export interface JsonFault {
  readonly problem: string;
  readonly at: number;
}

/** Deepest nesting of arrays and objects anywhere on the wire: `[]` is depth 1 (contract, section 0). */
export const MAX_JSON_DEPTH = 32;
export const TOO_DEEP = `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels; make it flatter`;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor']);

/**
 * Looks for nesting past {@link MAX_JSON_DEPTH}, a key used twice in one object, and the keys `__proto__` and
 * `constructor`, also where they are spelled with escapes. One pass, no recursion, linear time; string contents are
 * jumped over. It does not check that the text *is* JSON: run it before `JSON.parse`, which survives any depth only to
 * hand its callers a value that `JSON.stringify` dies of.
 */
export function findRefusedShape(text: string): JsonFault | null {
  const open: (Set<string> | null)[] = []; // the keys seen so far for an object, null for an array
  let keys: Set<string> | null = null;
  let keyIsNext = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (end === -1) return null; // not JSON: JSON.parse will say so
        const fault = keyIsNext && keys !== null ? checkKey(text, at, end, keys) : null;
        if (fault !== null) return fault;
        keyIsNext = false;
        at = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        keyIsNext = text.charCodeAt(at) === OPEN_OBJECT;
        keys = keyIsNext ? new Set() : null;
        if (open.push(keys) > MAX_JSON_DEPTH) return { problem: TOO_DEEP, at };
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop();
        keys = open.at(-1) ?? null;
        keyIsNext = false;
        break;
      case COMMA:
        keyIsNext = keys !== null;
        break;
    }
  }
  return null;
}

/** Index of the quote that ends the string whose opening quote is at `start`; -1 where it never ends. */
export function endOfString(text: string, start: number): number {
  let end = start;
  do end = text.indexOf('"', end + 1);
  while (end !== -1 && isEscaped(text, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function checkKey(text: string, start: number, end: number, seen: Set<string>): JsonFault | null {
  const problem = refuseKey(unescapeKey(text.slice(start + 1, end)), seen);
  return problem === null ? null : { problem, at: start };
}

/** Why a key (decoded) may not stand in an object after those `seen` in it, which it then joins; null where it may. */
export function refuseKey(key: string, seen: Set<string>): string | null {
  if (FORBIDDEN_KEYS.has(key)) return `The key ${shown(key)} is not allowed; rename it`;
  const before = seen.size;
  return seen.add(key).size === before ? `The key ${shown(key)} stands twice in one object; keep one` : null;
}

function unescapeKey(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw; // a bad escape: JSON.parse of the whole text will say so
  }
}

function shown(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
}
