import { createHash } from 'node:crypto';
import type { FileStore } from '../storage/files/file-store.js';

export interface CopiedFile {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
}

/** Copies one file from a store to another; null where the first has none. What is half copied when it fails is forgotten. */
export async function copyFile(from: FileStore, to: FileStore, key: string): Promise<CopiedFile | null> {
  const source = await from.read(key);
  if (!source) return null;
  const hash = createHash('sha256');
  let size = 0;
  const writer = await to.begin(key).catch((error: unknown) => {
    source.destroy();
    throw error;
  });
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      await writer.write(chunk);
    }
    await writer.commit();
  } catch (error) {
    source.destroy();
    await writer.abort();
    throw error;
  }
  return { key, size, sha256: hash.digest('hex') };
}

/** Does it for each of these, some at a time: the disk is waited for, not the processor. */
export async function forEach<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
