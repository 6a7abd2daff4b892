import type { Readable } from 'node:stream';
import type { Caller } from '../domain/caller.js';
import { isUuid } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import type { StoredFile, StoredResult } from '../domain/result.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { FileStore } from '../storage/files/file-store.js';
import type { OrderReading, OrderStore } from '../storage/order-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { invalidLink, type FileLink, type FileLinks, type LinkProof } from './file-links.js';
import type { ReadOrders } from './read-orders.js';
import type { SharedOrders, ShareProof } from './shared-orders.js';

/** A file of a result whose bytes we keep. */
export interface KeptFile extends StoredFile {
  readonly key: string;
  readonly detected_type: string;
  readonly size: number;
  readonly sha256: string;
}

export interface OrderFilesParts {
  readonly orders: OrderStore;
  readonly read: ReadOrders;
  readonly shared: SharedOrders;
  readonly files: FileStore;
  readonly links: FileLinks;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
}

/** Downloads of result files (contract, section 6), and links to them. */
export class OrderFiles {
  constructor(private readonly parts: OrderFilesParts) {}

  /** File `n` (from 1) of an order's result; 404 where there is none, and where it is hosted elsewhere. */
  async find(reader: Caller | ShareProof, orderId: string, n: string): Promise<KeptFile> {
    return keptFile(await this.parts.shared.readerOf(reader, orderId).find(), n);
  }

  /** The same by a signed link instead of a caller; 403 where the link does not prove it. */
  async findByLink(orderId: string, n: string, proof: LinkProof): Promise<KeptFile> {
    const order = isUuid(orderId) ? await this.parts.orders.find(orderId.toLowerCase()) : null;
    const file = order && fileOf(order, n);
    if (!file || !isKept(file)) throw invalidLink();
    this.parts.links.check(order, file, proof);
    return file;
  }

  /** The bytes, from `start` to `end` (both included) where a range is given. */
  async open(file: KeptFile, range?: { start: number; end: number }): Promise<Readable> {
    const bytes = await this.parts.files.read(file.key, range);
    if (!bytes) throw new Error(`The bytes of a result file are gone from storage: ${file.key}`);
    return bytes;
  }

  /** A link to a file for whoever bears it, good for `expiresS` seconds. */
  async link(asker: Asker, orderId: string, n: string, expiresS: number): Promise<FileLink> {
    const order = await this.parts.read.find(asker.caller, orderId);
    const file = keptFile(order, n);
    const link = this.parts.links.make(order, file, expiresS);
    const details = { n: file.n, expires_at: link.expires_at };
    await this.parts.unit.run((tx) =>
      this.parts.audit.record(tx, asker.caller, 'order.file_linked', order.order_id, details, asker.requestId),
    );
    return link;
  }
}

function keptFile(order: OrderReading, n: string): KeptFile {
  const file = fileOf(order, n);
  if (!file) throw Problem.notFound('file of this order');
  if (!isKept(file)) {
    const message = `File ${n} is hosted by its seller and not kept here: fetch it from its url, ${file.url}`;
    throw new Problem(404, 'file_hosted', message);
  }
  return file;
}

function fileOf(order: OrderReading, n: string): StoredFile | null {
  if (order.result === null) return null;
  const { files } = JSON.parse(order.result) as StoredResult;
  return files.find((file) => String(file.n) === n) ?? null;
}

function isKept(file: StoredFile): file is KeptFile {
  return file.key !== null && file.sha256 !== null && file.size !== null && file.detected_type !== null;
}
