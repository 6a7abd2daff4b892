import type { Lease } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { StagedFile } from '../domain/received-body.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { UploadRow } from '../storage/entities/upload.js';
import type { OrderStore } from '../storage/order-store.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import type { UploadStore } from '../storage/upload-store.js';
import type { SellerTools } from './seller-tools.js';
import type { StagedWriter, StageFiles } from './staging.js';
import type { UploadTerms } from './upload-links.js';
import * as problems from './upload-problems.js';

/** Uploads of one tool at once. */
const MOST_AT_ONCE = 4;
/** The longest that a PUT may last, in milliseconds. */
export const LONGEST_UPLOAD_MS = 15 * 60_000;
/** After that a claim counts no more: storage may take its time over the end of a file. */
const CLAIM_MS = LONGEST_UPLOAD_MS + 5 * 60_000;

export interface ReceiveUploadParts {
  readonly orders: OrderStore;
  readonly uploads: UploadStore;
  readonly tools: Pick<SellerTools, 'find' | 'take'>;
  readonly rows: ResultFileStore;
  readonly stage: StageFiles;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** What an upload is answered with. */
export interface UploadAnswer {
  readonly ok: true;
  readonly object_key: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** Takes the bytes of prepared uploads: each once, and by one PUT at a time. The database decides both. */
export class ReceiveUpload {
  constructor(private readonly parts: ReceiveUploadParts) {}

  /** After a crash nobody is at the uploads that were claimed. Before anything is received. */
  async freeClaims(): Promise<void> {
    await this.parts.unit.run((tx) => this.parts.uploads.releaseAll(tx));
  }

  /**
   * Before the first byte, in memory that `lease` has set aside. 403 where we do not know the upload or its tool was deleted, 409
   * where it is done, under way, or its order final, 429 where the tool has too many under way; `StorageUnavailable`.
   */
  async begin(terms: UploadTerms, lease: Lease): Promise<UploadUnderWay> {
    await this.refuseDeletedTool(terms.objectKey);
    const until = this.parts.clock.now() + CLAIM_MS;
    const { order_id: orderId } = await this.parts.unit.run((tx) => this.claim(tx, terms.objectKey, until));
    try {
      const writer = await this.parts.stage.begin({ size: terms.size, lease });
      return new UploadUnderWay(terms, orderId, until, writer, this.parts);
    } catch (error) {
      await giveBack(this.parts, terms, until);
      throw error;
    }
  }

  private async refuseDeletedTool(objectKey: string): Promise<void> {
    const upload = await this.parts.uploads.find(objectKey);
    if (!upload) throw problems.invalidUploadUrl();
    const tool = await this.parts.tools.find(upload.short_id);
    if (!tool || tool.deleted) throw problems.toolDeleted();
  }

  private async claim(tx: Tx, objectKey: string, until: number): Promise<UploadRow> {
    const { orders, uploads, tools, clock } = this.parts;
    const now = clock.now();
    const upload = await uploads.get(tx, objectKey);
    if (upload) await tools.take(tx, upload.short_id);
    const order = upload && (await orders.get(tx, upload.order_id));
    if (!order) throw problems.invalidUploadUrl();
    if (upload.file_key !== null) throw problems.alreadyUploaded();
    if (isFinal(order.status as OrderStatus)) throw problems.orderFinal(order);
    if (!(await uploads.claim(tx, objectKey, now, until))) throw problems.uploadInProgress();
    // It counts itself by now; what is thrown here takes the claim back.
    if ((await uploads.countUnderWay(tx, upload.short_id, now)) > MOST_AT_ONCE)
      throw problems.tooManyAtOnce(MOST_AT_ONCE);
    return upload;
  }
}

/** One PUT, from its first byte to its last. */
export class UploadUnderWay {
  private size = 0;

  constructor(
    private readonly terms: UploadTerms,
    private readonly orderId: string,
    /** Tells our claim from all others. */
    private readonly until: number,
    private readonly writer: StagedWriter,
    private readonly parts: ReceiveUploadParts,
  ) {}

  async write(piece: Buffer): Promise<boolean> {
    this.size += piece.length;
    if (this.size > this.terms.size) throw problems.wrongSize(this.terms.size, this.size);
    await this.writer.write(piece);
    return true;
  }

  /** 409 where the order has become final in the meantime; nothing is kept then. */
  async end(): Promise<UploadAnswer> {
    if (this.size !== this.terms.size) throw problems.wrongSize(this.terms.size, this.size);
    const file = await this.writer.commit();
    await this.parts.unit.run((tx) => this.keep(tx, file));
    return { ok: true, object_key: this.terms.objectKey, size: file.size, sha256: file.sha256 };
  }

  /** Nothing is kept, and the right upload may come. Never rejects. */
  async abort(): Promise<void> {
    await this.writer.abort();
    await this.parts.stage.forget([this.writer.key]);
    await giveBack(this.parts, this.terms, this.until);
  }

  private async keep(tx: Tx, file: StagedFile): Promise<void> {
    const { orders, uploads, rows } = this.parts;
    const order = await orders.get(tx, this.orderId);
    if (!order) throw problems.invalidUploadUrl();
    if (isFinal(order.status as OrderStatus)) throw problems.orderFinal(order);
    if (!(await uploads.finish(tx, this.terms.objectKey, this.until, file))) throw problems.uploadInProgress();
    if (!(await rows.keepUpload(tx, file.key, this.orderId)))
      throw new Error(`An upload was forgotten while it came: ${file.key}`);
  }
}

/** Never rejects: a claim that cannot be given back ends by time. */
async function giveBack({ unit, uploads }: ReceiveUploadParts, terms: UploadTerms, until: number): Promise<void> {
  await unit.run((tx) => uploads.release(tx, terms.objectKey, until)).catch(() => undefined);
}
