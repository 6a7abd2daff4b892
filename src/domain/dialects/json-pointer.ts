import { isJsonObject, parseStrictJson, type JsonValue } from '../strict-json.js';

/** A JSON Pointer (RFC 6901), or several: between two, the text that was found is read as strict JSON. */
export type PointerPath = string | readonly string[];

/** Most characters of one pointer, and most pointers of a list. */
export const MAX_POINTER_CHARS = 1024;
export const MAX_POINTERS = 8;

const BAD_ESCAPE = /~(?![01])/;
const INDEX = /^(?:0|[1-9]\d{0,15})$/;

/** Why a value is no pointer or list of pointers, as a sentence; null where it is one. */
export function checkPointerPath(value: unknown): string | null {
  if (!Array.isArray(value)) return checkPointer(value);
  if (value.length === 0) return 'The list is empty; give at least one JSON Pointer.';
  if (value.length > MAX_POINTERS) return `Give at most ${MAX_POINTERS} JSON Pointers.`;
  return (value as unknown[]).map(checkPointer).find((problem) => problem !== null) ?? null;
}

function checkPointer(value: unknown): string | null {
  if (typeof value !== 'string') return 'Give a JSON Pointer as text, such as "/data/state", or a list of them.';
  if (value.length > MAX_POINTER_CHARS) return `A JSON Pointer has at most ${MAX_POINTER_CHARS} characters.`;
  if (value !== '' && !value.startsWith('/'))
    return 'A JSON Pointer begins with a slash, such as "/data/state"; "" is the whole body.';
  return BAD_ESCAPE.test(value) ? 'In a JSON Pointer, ~ is written ~0 and a slash in a name ~1.' : null;
}

/**
 * What stands at a place of a value; undefined where nothing does.
 * @param path one that {@link checkPointerPath} accepted.
 */
export function valueAt(value: JsonValue, path: PointerPath): JsonValue | undefined {
  const [first = '', ...rest] = typeof path === 'string' ? [path] : path;
  let found = follow(value, first);
  for (const pointer of rest) {
    const inner = typeof found === 'string' ? parseStrictJson(found) : null;
    if (!inner?.ok) return undefined;
    found = follow(inner.value, pointer);
  }
  return found;
}

/** One pointer. Own members only: no object has a "toString" of its own. */
function follow(value: JsonValue, pointer: string): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const escaped of pointer.split('/').slice(1)) {
    const token = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = INDEX.test(token) ? found[Number(token)] : undefined;
    else found = isJsonObject(found) && Object.hasOwn(found, token) ? found[token] : undefined;
    if (found === undefined) return undefined;
  }
  return found;
}
