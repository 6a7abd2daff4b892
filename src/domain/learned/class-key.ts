import { sha256 } from '../digest.js';

const FROM_CHARS = 8;
const VALUE_CHARS = 24;

/** Most classes of a tool that durations are kept for; a further one takes the place of the one least known. */
export const MAX_LEARNED_CLASSES = 50;

/** A class as an order names it: the key of its inputs or metadata, and what stands there. */
export interface NamedClass {
  readonly from: string;
  readonly value: string | null;
}

/**
 * The name under which the durations of a class are kept; null where the order names no class. A digest: the value is a
 * buyer's text, and an erased order must leave none of it behind.
 */
export function classKey(named: NamedClass | undefined): string | null {
  if (named === undefined || named.value === null) return null;
  return `${classPrefix(named)}${sha256(named.value).slice(0, VALUE_CHARS)}`;
}

/** How the names of all classes read from one key begin. */
export function classPrefix({ from }: Pick<NamedClass, 'from'>): string {
  return `${sha256(from).slice(0, FROM_CHARS)}:`;
}
