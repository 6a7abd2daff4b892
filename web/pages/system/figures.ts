import type { SystemState } from '../../api/client.ts';
import { bytes } from '../../parts/bytes.ts';
import { system } from '../../words/system.ts';

/** How often the page's figures are read anew. */
export const READ_EVERY_MS = 10_000;

const WHOLE = new Intl.NumberFormat('en-GB');

/** `12,345`. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** A size that may not be known: of a database server that does not tell it, of files kept elsewhere. */
export function sizeOf(size: number | null): string {
  return size === null ? system.now.unknown : bytes(size);
}

/** Whole percent of the disk that are used, rounded up; null where the disk does not tell. */
export function diskUse({ disk_free_bytes, disk_total_bytes }: SystemState['storage']): number | null {
  if (disk_free_bytes === null || disk_total_bytes === null || disk_total_bytes <= 0) return null;
  const used = Math.max(0, disk_total_bytes - disk_free_bytes);
  return Math.min(100, Math.ceil((used / disk_total_bytes) * 100));
}
