import type { JsonValue } from './strict-json.js';

/** A place in an answer or in a filter, from its last step back to its root. Rendered only where a sentence needs it. */
export interface FilterPath {
  readonly parent: FilterPath | null;
  readonly key: string | number;
}

/** What stands at a place of an answer; undefined where nothing does. */
export type Found = JsonValue | undefined;

const LONGEST_VALUE = 60;
const LONGEST_KEY = 60;
const LONGEST_PATH = 300;
const MOST_LISTED = 5;
const PLAIN_KEY = /^[\w$-]+$/;

export function at(parent: FilterPath | null, key: string | number): FilterPath {
  return { parent, key };
}

/** `body.items[0].id`; keys of other than word characters are quoted, long ones clipped. */
export function pathText(path: FilterPath): string {
  const { parent, key } = path;
  const before = parent === null ? '' : pathText(parent);
  if (typeof key === 'number') return clip(`${before}[${key}]`, LONGEST_PATH);
  const name = clip(key, LONGEST_KEY);
  const step = PLAIN_KEY.test(key) ? `${before === '' ? '' : '.'}${name}` : `[${JSON.stringify(name)}]`;
  return clip(`${before}${step}`, LONGEST_PATH);
}

/** What was found, for a sentence: short values as they are, long ones clipped, lists and objects by their size alone. */
export function foundText(found: Found): string {
  if (found === undefined) return 'missing';
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : `a list of ${found.length}`;
  if (typeof found === 'object' && found !== null) return 'an object';
  return literalText(found);
}

export function literalText(value: string | number | boolean | null): string {
  // A number past what JSON can write, from other hands than a parser's, is still said by its name.
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(clip(value, LONGEST_VALUE));
}

/** `"a", "b" or "c"`, at most five of them. */
export function listText(values: readonly (string | number | boolean)[]): string {
  const shown = values.slice(0, MOST_LISTED).map(literalText);
  const more = values.length - shown.length;
  if (more > 0) return `${shown.join(', ')} or one of ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
