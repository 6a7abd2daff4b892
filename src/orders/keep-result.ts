import { Readable } from 'node:stream';
import type { StagedFile } from '../domain/received-body.js';
import {
  INLINE_TEXT_BYTES,
  resultHash,
  type DraftFile,
  type GivenFile,
  type OutputType,
  type ResultDraft,
  type StoredFile,
} from '../domain/result.js';
import type { FileStore } from '../storage/files/file-store.js';
import type { OrderReading } from '../storage/order-store.js';
import type { UploadStore } from '../storage/upload-store.js';
import { checkText, type TextFindings } from './check-text.js';
import type { CompletedContent } from './settle-order.js';
import type { Staging } from './staging.js';

const TEXT_FILES: Partial<Record<OutputType, { filename: string; mimeType: string }>> = {
  text: { filename: 'result.txt', mimeType: 'text/plain' },
  json: { filename: 'result.json', mimeType: 'application/json' },
  csv: { filename: 'result.csv', mimeType: 'text/csv' },
  html: { filename: 'result.html', mimeType: 'text/html' },
};

/** A result whose bytes lie in storage, ready to be settled; or what is wrong with it, which only looking at the bytes could tell. */
export type KeptResult =
  | { readonly ok: true; readonly content: CompletedContent; readonly note: string | null }
  | { readonly ok: false; readonly problem: string };

/** Makes a result ready for the transaction that names it: uploads looked up, content checked, every byte in storage. */
export class KeepResult {
  constructor(
    private readonly files: FileStore,
    private readonly uploads: Pick<UploadStore, 'find'>,
  ) {}

  async keep(order: OrderReading, draft: ResultDraft, staging: Staging): Promise<KeptResult> {
    const whole = await this.lookUp(order.order_id, draft);
    if (typeof whole === 'string') return { ok: false, problem: whole };
    const given = await this.shorten(whole, staging);
    const found = await this.check(given);
    if (found.problem !== null) return { ok: false, problem: found.problem };
    const content = await this.store(order, given, staging);
    return { ok: true, content, note: found.note };
  }

  /** The draft with its uploads in place of their keys, or why one cannot be taken. */
  private async lookUp(orderId: string, draft: ResultDraft): Promise<ResultDraft<GivenFile> | string> {
    const files: GivenFile[] = [];
    for (const file of draft.files) {
      const given = 'objectKey' in file ? await this.upload(orderId, file) : file;
      if (typeof given === 'string') return given;
      files.push(given);
    }
    return { ...draft, files };
  }

  /** A text that is too long for the order's row becomes a file. */
  private async shorten(given: ResultDraft<GivenFile>, staging: Staging): Promise<ResultDraft<GivenFile>> {
    const bytes = given.text === null ? null : Buffer.from(given.text);
    if (bytes === null || bytes.length <= INLINE_TEXT_BYTES) return given;
    return { ...given, text: null, longText: await staging.put(bytes) };
  }

  private async upload(orderId: string, file: Extract<DraftFile, { objectKey: string }>): Promise<GivenFile | string> {
    const field = file.index === null ? 'object_key' : `files[${file.index}].object_key`;
    const row = await this.uploads.find(file.objectKey);
    if (row?.order_id !== orderId)
      return `${field}: no upload of this order has that key; send it as prepare answered it.`;
    const { file_key: key, sha256, detected_type: detectedType, size } = row;
    if (key === null || sha256 === null || detectedType === null)
      return `${field}: nothing has been uploaded under that key yet; PUT the file to its upload_url first.`;
    const [filename, mimeType] = [file.filename ?? row.filename, file.mimeType ?? row.mime_type];
    return { filename, mimeType, staged: { key, size, sha256, detectedType } };
  }

  private async check({ outputType, text, longText }: ResultDraft<GivenFile>): Promise<TextFindings> {
    if (longText) return checkText(outputType, () => this.open(longText), longText.size);
    // JSON that was held has been checked already.
    if (text === null || outputType === 'json') return { problem: null, note: null };
    const bytes = Buffer.from(text);
    return checkText(outputType, async () => Readable.from([bytes]), bytes.length);
  }

  private async open(file: StagedFile): Promise<Readable> {
    const bytes = await this.files.read(file.key);
    if (!bytes) throw new Error(`A file that was just staged is gone from storage: ${file.key}`);
    return bytes;
  }

  /** A repeat of the accepted answer needs no second copy. */
  private async store(order: OrderReading, given: ResultDraft<GivenFile>, staging: Staging): Promise<CompletedContent> {
    const hash = resultHash(given);
    const { outputType: output_type, text, url } = given;
    const isRepeat = order.answer_hash === hash && order.result !== null;
    const files: StoredFile[] = [];
    for (const file of isRepeat ? [] : filesOf(given)) files.push(await storeFile(files.length + 1, file, staging));
    return { kind: 'completed', hash, stored: { output_type, text, url, files } };
  }
}

/** A long text is a file of its own. */
function filesOf({ files, longText, outputType }: ResultDraft<GivenFile>): readonly GivenFile[] {
  const named = TEXT_FILES[outputType];
  return longText && named ? [{ ...named, staged: longText }] : files;
}

async function storeFile(n: number, file: GivenFile, staging: Staging): Promise<StoredFile> {
  const { filename, mimeType: mime_type } = file;
  if ('url' in file)
    return { n, filename, mime_type, detected_type: null, size: null, sha256: null, key: null, url: file.url };
  const {
    key,
    size,
    sha256,
    detectedType: detected_type,
  } = 'staged' in file ? file.staged : await staging.put(file.bytes);
  return { n, filename, mime_type, detected_type, size, sha256, key, url: null };
}
