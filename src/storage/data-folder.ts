import { mkdirSync } from 'node:fs';

/** Makes the folder that holds database, lock and keys, open to its owner only. One that is there keeps its mode. */
export function makeDataFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}
