/** The code of an order's error, from the start of its JSON: it stands first, and what follows may be long. Null where there is none. */
export function errorCodeOf(start: string | null): string | null {
  return /^\{"code":"((?:[^"\\]|\\.)*)"/.exec(start ?? '')?.[1] ?? null;
}
