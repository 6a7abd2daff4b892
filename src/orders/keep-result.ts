import { randomBytes } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import {
  INLINE_TEXT_BYTES,
  sha256,
  type DraftFile,
  type OutputType,
  type ResultDraft,
  type StoredFile,
  type StoredResult,
} from '../domain/result.js';
import type { FileStore } from '../storage/files/file-store.js';

const TEXT_FILES: Partial<Record<OutputType, { filename: string; mimeType: string }>> = {
  text: { filename: 'result.txt', mimeType: 'text/plain' },
  json: { filename: 'result.json', mimeType: 'application/json' },
  csv: { filename: 'result.csv', mimeType: 'text/csv' },
  html: { filename: 'result.html', mimeType: 'text/html' },
};

/**
 * Puts a result's bytes where they last, before the transaction that names them: no disk wait sits inside a transaction.
 * What no row comes to name (a lost race) is forgotten again with `drop`.
 */
export class KeepResult {
  constructor(private readonly files: FileStore) {}

  async keep(orderId: string, draft: ResultDraft): Promise<StoredResult> {
    const asFile = this.longTextAsFile(draft);
    const drafts = asFile ? [asFile] : draft.files;
    const files: StoredFile[] = [];
    try {
      for (const [index, file] of drafts.entries()) files.push(await this.keepFile(orderId, index + 1, file));
    } catch (error) {
      await this.dropFiles(files);
      throw error;
    }
    return { output_type: draft.outputType, text: asFile ? null : draft.text, url: draft.url, files };
  }

  async drop(result: StoredResult): Promise<void> {
    await this.dropFiles(result.files);
  }

  private async dropFiles(files: readonly StoredFile[]): Promise<void> {
    for (const file of files) if (file.key !== null) await this.files.remove(file.key);
  }

  private longTextAsFile(draft: ResultDraft): DraftFile | null {
    const named = TEXT_FILES[draft.outputType];
    if (draft.text === null || !named || Buffer.byteLength(draft.text) <= INLINE_TEXT_BYTES) return null;
    return { ...named, bytes: Buffer.from(draft.text) };
  }

  private async keepFile(orderId: string, n: number, file: DraftFile): Promise<StoredFile> {
    if ('url' in file)
      return {
        n,
        filename: file.filename,
        mime_type: file.mimeType,
        detected_type: null,
        size: null,
        sha256: null,
        key: null,
        url: file.url,
      };
    const key = `orders/${orderId}/${randomBytes(12).toString('hex')}`;
    const detected = await detectType(file.bytes);
    await this.files.put(key, file.bytes);
    return {
      ...{ n, filename: file.filename, mime_type: file.mimeType, detected_type: detected },
      ...{ size: file.bytes.length, sha256: sha256(file.bytes), key, url: null },
    };
  }
}

/** The type that the bytes themselves tell; where they tell nothing, plain text if they are UTF-8, else just bytes. */
export async function detectType(bytes: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) return found.mime;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'text/plain';
  } catch {
    return 'application/octet-stream';
  }
}
