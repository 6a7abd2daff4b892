/** The host that an address leads to; null where it is no https: address: `javascript:` and its like are never a link. */
export function hostOf(url: string): string | null {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' ? parsed.host : null;
  } catch {
    return null;
  }
}
