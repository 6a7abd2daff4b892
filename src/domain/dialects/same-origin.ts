import { parseUrl } from '../parse-url.js';

/** Longer ones are no URLs to ask. */
const MAX_URL_CHARS = 8192;

export type SameOrigin = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string };

/**
 * A URL that a stranger named, to be asked with the seller's own credentials: hence only on the origin that was called, and without
 * a user name or password in it. Relative ones are resolved; the fragment goes.
 * @param what what the URL is, as in "The answer names a status URL on another origin"; the URL itself is never quoted.
 */
export function onSameOrigin(target: string, base: string, what: string): SameOrigin {
  const url = target.length > MAX_URL_CHARS ? null : parseUrl(target, base);
  if (!url) return refuse(`The answer names ${what} that is no URL.`);
  if (url.origin !== new URL(base).origin || url.username !== '' || url.password !== '')
    return refuse(`The answer names ${what} on another origin than the URL that was called: it is ignored.`);
  url.hash = '';
  return { ok: true, url: url.href };
}

function refuse(problem: string): SameOrigin {
  return { ok: false, problem };
}
