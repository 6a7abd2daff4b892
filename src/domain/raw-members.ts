import { endOfString } from './json-shape.js';

/**
 * The members of a JSON object as they are written, by key: what is passed on must keep what parsing would lose (numbers past
 * 2^53, their spelling). The text must be a JSON object that `parseStrictJson` has let pass.
 */
export function rawMembers(object: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = object.indexOf('{') + 1;
  for (;;) {
    const keyStart = object.indexOf('"', at);
    if (keyStart === -1) return members;
    const keyEnd = endOfString(object, keyStart);
    const valueStart = object.indexOf(':', keyEnd) + 1;
    const valueEnd = endOfValue(object, valueStart);
    const key = JSON.parse(object.slice(keyStart, keyEnd + 1)) as string;
    members.set(key, object.slice(valueStart, valueEnd).trim());
    if (object[valueEnd] !== ',') return members;
    at = valueEnd + 1;
  }
}

/** Index of the comma or brace that ends the value which begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth += 1;
    else if (depth === 0 && (char === ',' || char === '}')) return at;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return text.length;
}
