import type { Exchange } from './exchange.js';
import { scrub, type Secrets } from './scrub.js';
import { clip } from './seller-words.js';

const EXCERPT_CHARS = 1000;
/** Read of a body for its excerpt: a secret that begins within it may end beyond, and a mask is shorter than what it covers. */
const EXCERPT_BYTES = 16_384;

/** Tries that failed are told, whatever the last one came to. */
export function triesBefore({ failedTries }: Exchange): string | null {
  const last = failedTries?.at(-1);
  if (!failedTries || last === undefined) return null;
  return `Before this, ${failedTries.length === 1 ? 'one try' : `${failedTries.length} tries`} failed: ${last}`;
}

/** The query of a URL, also as JSON may write it, with its slashes escaped. */
const QUERY = /(https?:\\?\/\\?\/(?:[^\s"'<>?\\]|\\\/)+)\?[^\s"'<>\\]*/gi;

/** What a seller names in its answers is often signed, whatever becomes of it. */
function maskQueries(text: string): string {
  return text.replace(QUERY, '$1?••••');
}

/** The beginning of a body as text, without secrets. */
export function excerptOf(body: Buffer, secrets: Secrets): string | null {
  if (body.length === 0) return null;
  return beginningOf(body.subarray(0, EXCERPT_BYTES).toString('utf8'), secrets, EXCERPT_CHARS);
}

/** At most so many characters of a text, without secrets. */
export function beginningOf(text: string, secrets: Secrets, chars: number): string {
  // Scrub before the cut, so that no half of a secret is left at its edge.
  const reach = text.slice(0, EXCERPT_BYTES).replaceAll('\u0000', '');
  return clip(maskQueries(scrub(reach, secrets)), chars);
}
