/** An instant of the API, for people: UTC to the second. */
export function when(instant: string | null | undefined): string | null {
  return instant ? `${instant.slice(0, 10)} ${instant.slice(11, 19)}Z` : null;
}
