import { parseUrl } from '../parse-url.js';

/** Ids that go into a path as they are. */
const PLAIN_ID = /^[\w-]{1,200}$/;

/**
 * The URL of something else in the same API, found from one that was called.
 * @param called an absolute URL of that API.
 * @param resource where the API's own base ends: what matches it and all after it is replaced. It is looked for in the path alone.
 * @param path what follows the base, from its slash.
 * @param keep names of query values that go along, such as an API's version.
 * @returns null where the path that was called is another.
 */
export function besideInApi(called: string, resource: RegExp, path: string, keep: readonly string[]): string | null {
  const url = parseUrl(called);
  const at = url === null ? -1 : url.pathname.search(resource);
  if (url === null || at === -1) return null;
  const found = new URL(url.origin + url.pathname.slice(0, at) + path);
  for (const name of keep) {
    const value = url.searchParams.get(name);
    if (value !== null) found.searchParams.set(name, value);
  }
  return found.href;
}

/** Whether an id can stand in a path without changing where it leads. */
export function isPlainId(id: string | null): id is string {
  return id !== null && PLAIN_ID.test(id);
}
