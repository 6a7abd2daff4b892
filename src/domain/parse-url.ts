/**
 * A URL as the WHATWG parser reads it, or null where it is none. `URL.canParse` is not asked: once Node 20 has optimised a place that
 * calls it, it says no to every text with a letter such as ü.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
