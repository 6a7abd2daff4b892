import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempFolder {
  readonly path: string;
  /** A path below the folder. */
  join(...parts: string[]): string;
  /** Removes it with all it holds; safe to call twice. */
  remove(): void;
}

const kept = new Set<string>();
let watchingExit = false;

/** A new, empty folder of our own. Removed by `remove()`, or at the latest when the process exits. */
export function makeTempFolder(prefix = 'roundtrip-'): TempFolder {
  const path = mkdtempSync(join(tmpdir(), prefix));
  kept.add(path);
  removeAllOnExit();
  return { path, join: (...parts) => join(path, ...parts), remove: () => removeFolder(path) };
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  kept.delete(path);
}

function removeAllOnExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  process.once('exit', () => kept.forEach(removeFolder));
}
