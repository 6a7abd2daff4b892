import type { SqlValue } from './unit-of-work.js';

/**
 * Our SQL numbers its parameters (`$1`), as Postgres does; SQLite reads `$1` as a *named* parameter called "1".
 * better-sqlite3 takes named parameters as one object.
 */
export function bind(params: readonly SqlValue[]): [Record<string, string | number | null>] | [] {
  if (params.length === 0) return [];
  const named: Record<string, string | number | null> = {};
  for (let i = 0; i < params.length; i++) {
    const value = params[i];
    named[i + 1] = typeof value === 'boolean' ? Number(value) : (value ?? null);
  }
  return [named];
}
