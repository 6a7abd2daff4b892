import { statfs } from 'node:fs/promises';
import type { DiskSpace } from '../../domain/alert.js';

/** Room on the disk that a folder lies on: what is free for us, and all of it. Rejects where there is no such folder. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bsize, bavail, blocks } = await statfs(folder);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
