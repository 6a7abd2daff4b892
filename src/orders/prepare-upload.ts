import { randomInt } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import { MAX_UPLOAD_BYTES, readPrepare, type WantedUpload } from '../domain/prepare-body.js';
import { Problem } from '../domain/problem.js';
import type { BodyJson } from '../domain/received-body.js';
import { scrub } from '../domain/scrub.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderReading, OrderStore } from '../storage/order-store.js';
import type { UploadStore } from '../storage/upload-store.js';
import { UPLOAD_EXPIRES_S, type UploadLinks } from './upload-links.js';
import { orderFinal, tooManyOfOrder } from './upload-problems.js';

/** Uploads of one order that are there, under way or still to come: bounds what one order can put into storage. */
const MOST_OF_ORDER = 200;

/** V: where to put one file, and how. */
export interface PreparedUpload {
  readonly filename: string;
  /** What the callback or the status body then names. */
  readonly object_key: string;
  readonly upload_url: string;
  readonly requires_headers: { readonly 'Content-Type': string };
  /** Seconds. */
  readonly expires_in: number;
  readonly max_bytes: number;
}

interface PreparedFor {
  readonly ok: true;
  readonly order_id: string;
  readonly is_test_mode: boolean;
}

/** V where one file was asked for; a list where `files` was sent. */
export type PrepareAnswer = PreparedFor & (PreparedUpload | { readonly uploads: readonly PreparedUpload[] });

export interface PrepareUploadParts {
  readonly orders: OrderStore;
  readonly uploads: UploadStore;
  readonly links: Pick<UploadLinks, 'make'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** Hands a seller the URLs to which it may upload the files of an order (contract, section 6, "Large files"). */
export class PrepareUpload {
  constructor(private readonly parts: PrepareUploadParts) {}

  /**
   * For the tool whose secret was proven. 400 `invalid` names the field at fault, 400 `order_not_found` also where the order is
   * another tool's, 409 `order_final`, 429 `too_many_uploads`.
   */
  async prepare(by: { shortId: string; secret: string }, json: BodyJson): Promise<PrepareAnswer> {
    const read = readPrepare(json);
    if (!read.ok) throw invalid(read.field, scrub(read.problem, [by.secret]));
    const { orderId, files } = read;
    const { order, uploads } = await this.parts.unit.run(async (tx) => {
      const found = await this.openOrder(tx, orderId, by.shortId);
      return { order: found, uploads: await this.layDown(tx, found, files) };
    });
    const common = { ok: true, order_id: orderId, is_test_mode: order.is_test === 1 } as const;
    const [first] = uploads;
    return read.listed || !first ? { ...common, uploads } : { ...common, ...first };
  }

  private async openOrder(tx: Tx, orderId: string, shortId: string): Promise<OrderReading> {
    const order = await this.parts.orders.get(tx, orderId);
    if (order?.short_id !== shortId)
      throw new Problem(400, 'order_not_found', 'This tool has no order with that order_id.');
    if (isFinal(order.status as OrderStatus)) throw orderFinal(order);
    return order;
  }

  private async layDown(tx: Tx, order: OrderReading, files: readonly WantedUpload[]): Promise<PreparedUpload[]> {
    const { orders, uploads, clock } = this.parts;
    const now = clock.now();
    await orders.hold(tx, order.order_id);
    if ((await uploads.countOpen(tx, order.order_id, now)) + files.length > MOST_OF_ORDER)
      throw tooManyOfOrder(MOST_OF_ORDER);
    const expires = Math.ceil(now / 1000) + UPLOAD_EXPIRES_S;
    const prepared: PreparedUpload[] = [];
    for (const file of files) {
      const object_key = `orders/${order.order_id}/${storedName(now, file.filename)}`;
      const { filename, mimeType: mime_type, size } = file;
      const { order_id, short_id } = order;
      const times = { created_at: now, expires_at: expires * 1000 };
      await uploads.add(tx, { object_key, order_id, short_id, filename, mime_type, size, ...times });
      prepared.push(this.answerFor(object_key, file, expires));
    }
    return prepared;
  }

  private answerFor(objectKey: string, file: WantedUpload, expires: number): PreparedUpload {
    return {
      filename: file.filename,
      object_key: objectKey,
      upload_url: this.parts.links.make({ ...file, objectKey }, expires),
      requires_headers: { 'Content-Type': file.mimeType },
      expires_in: UPLOAD_EXPIRES_S,
      max_bytes: MAX_UPLOAD_BYTES,
    };
  }
}

/** V: `YYYYMMDD-<6 random>-<safe name>`, in UTC. */
function storedName(now: number, filename: string): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  const random = randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
  return `${day}-${random}-${filename}`;
}

function invalid(field: string, problem: string): Problem {
  const details = field === '' ? [] : [{ field, message: problem.slice(field.length + 2) }];
  return new Problem(400, 'invalid', problem, details);
}
