import { existsSync, readdirSync } from 'node:fs';
import type { TestRoundtrip } from '../support/roundtrip.js';

/** Everything that is kept: each table's rows, and the names of the result files. */
export async function stored({ storage, folder }: TestRoundtrip): Promise<Map<string, string>> {
  const tables = await storage.database.read<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const files = folder.join('files');
  const kept = new Map([['files', existsSync(files) ? readdirSync(files, { recursive: true }).sort().join() : '']]);
  for (const { name } of tables) kept.set(name, JSON.stringify(await storage.database.read(`SELECT * FROM ${name}`)));
  return kept;
}

/** The names of what differs. */
export function changes(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}
