import { createHash, randomBytes } from 'node:crypto';
import type { ByteBudget, Lease } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import type { StagedFile } from '../domain/received-body.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { FileStore, FileWriter } from '../storage/files/file-store.js';
import type { ForgetFiles } from '../storage/forget-files.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import { TypeDetector } from './detect-type.js';

export interface StagingParts {
  readonly files: FileStore;
  readonly rows: ResultFileStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Memory for writers. Apart from that for bodies: a body waits for its writer while it holds its own. */
  readonly budget: ByteBudget;
  /** Memory for bodies. */
  readonly bodies: Pick<ByteBudget, 'tryTake'>;
  readonly forget: ForgetFiles;
}

export interface NewFile {
  /** In bytes, where it is known ahead. */
  readonly size?: number;
  /** Memory that has been set aside for it already; otherwise it waits for its turn. */
  readonly lease?: Lease;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Puts bytes where they last before anything names them: no disk wait sits inside the transaction that settles an order. Each file
 * has its row from before its first byte, so what a crash leaves unnamed is found and forgotten by the clean-up.
 */
export class StageFiles {
  constructor(private readonly parts: StagingParts) {}

  /** More memory for a body that is held; null where there is none now. */
  lend(bytes: number): Lease | null {
    return this.parts.bodies.tryTake(bytes);
  }

  /** For the files of one answer. */
  open(): Staging {
    return new Staging(this);
  }

  /** Begins a file. */
  async begin({ size, lease: given, signal }: NewFile = {}): Promise<StagedWriter> {
    const { files, rows, unit, clock, budget } = this.parts;
    const at = clock.now();
    const key = `${dayOf(at)}/${randomBytes(16).toString('hex')}`;
    const lease = given ?? (await budget.take(files.bytesPerWriter, signal));
    try {
      await unit.run((tx) => rows.stage(tx, key, at));
      return new StagedWriter(key, await files.begin(key, size), lease);
    } catch (error) {
      lease.release();
      await this.forget([key]);
      throw error;
    }
  }

  /** Forgets those of these files that nothing names. Never rejects. */
  forget(keys: readonly string[]): Promise<void> {
    return this.parts.forget.unnamed(keys);
  }
}

/** The files of one answer, from their first byte until it is settled. */
export class Staging {
  private readonly keys: string[] = [];
  private readonly open = new Set<StagedWriter>();
  private ending: AbortController | null = null;
  private isCleared = false;
  private readonly held: Lease[] = [];

  constructor(private readonly stage: StageFiles) {}

  /** Sets aside more memory for the answer's body, until all is cleared; false where there is none now. */
  holdMore(bytes: number): boolean {
    const lease = this.isCleared ? null : this.stage.lend(bytes);
    if (lease) this.held.push(lease);
    return lease !== null;
  }

  /** Rejects once all is cleared, also where that comes while it waits. */
  async begin(size?: number): Promise<StagedWriter> {
    this.ending ??= new AbortController();
    const writer = await this.stage.begin({ ...(size !== undefined && { size }), signal: this.ending.signal });
    if (this.isCleared) {
      await writer.abort();
      await this.stage.forget([writer.key]);
      throw new Error('A file was begun after its answer had ended.');
    }
    this.keys.push(writer.key);
    this.open.add(writer);
    // What a writer holds goes with it: fifty files of one body must not add up.
    writer.onOver = () => this.open.delete(writer);
    return writer;
  }

  /** Stages bytes that are held already. */
  async put(bytes: Uint8Array): Promise<StagedFile> {
    const writer = await this.begin(bytes.length);
    await writer.write(bytes);
    return writer.commit();
  }

  /** Once the answer is settled, or is not to be: ends what is open and forgets what nothing came to name. Never rejects. */
  async clear(): Promise<void> {
    this.isCleared = true;
    for (const lease of this.held.splice(0)) lease.release();
    this.ending?.abort(new Error('The answer that this file belongs to has ended.'));
    for (const writer of [...this.open]) await writer.abort();
    if (this.keys.length > 0) await this.stage.forget(this.keys.splice(0));
  }
}

/** One file on its way into storage: counted, hashed and looked at while it streams by. */
export class StagedWriter {
  private size = 0;
  private readonly hash = createHash('sha256');
  private readonly type = new TypeDetector();
  /** Told once it is over, either way. */
  onOver: () => void = () => undefined;
  /** The write under way. */
  private writing: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(
    readonly key: string,
    private readonly file: FileWriter,
    private readonly lease: Lease,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    if (this.isOver) throw new Error('A file was written to after its end.');
    this.size += bytes.length;
    this.hash.update(bytes);
    this.type.write(bytes);
    this.writing = this.file.write(bytes);
    await this.writing;
  }

  /** Answers once the file survives a crash. */
  async commit(): Promise<StagedFile> {
    this.isOver = true;
    await this.file.commit();
    this.letGo();
    const { key, size, hash, type } = this;
    return { key, size, sha256: hash.digest('hex'), detectedType: await type.end() };
  }

  /** Nothing stays of it; harmless after `commit`. Never rejects. */
  async abort(): Promise<void> {
    this.isOver = true;
    await this.writing.catch(() => undefined);
    await this.file.abort();
    this.letGo();
  }

  private letGo(): void {
    this.lease.release();
    this.onOver();
  }
}

/** Files lie by the day they came on, so that no folder grows for ever. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
