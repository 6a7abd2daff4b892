import type { OrderStatus } from '../domain/order.js';
import type { Database } from './database/database.js';
import type { SqlValue } from './database/unit-of-work.js';
import type { OrderReading } from './order-store.js';

/** An order's place in lists: newest first, by creation and then by id. */
export interface OrderPlace {
  readonly created_at: number;
  readonly order_id: string;
}

/** Places older than `below` and not older than `notBelow`. */
export interface PlaceRange {
  readonly below: OrderPlace;
  readonly notBelow: OrderPlace;
}

/** What a list is asked for; null where it is not asked for. */
export interface OrderFilter {
  /** At least one, none twice. */
  readonly statuses: readonly OrderStatus[] | null;
  readonly shortId: string | null;
  readonly sellerId: string | null;
  readonly isTest: boolean | null;
  /** The beginning of the id, or part of message or error. */
  readonly text: string | null;
  /** The text is the beginning of an id and nothing else. */
  readonly isIdStart?: boolean;
  /** These orders only; at least one. */
  readonly orderIds?: readonly string[];
  /** Only orders whose seller is to be asked. */
  readonly isChecked?: boolean;
}

/** An order as lists show it: without what may be large. */
export type ListedOrder = Omit<OrderReading, 'result'>;

/** What a list walks, from newer to older; all else that it is asked for is compared row by row. */
type Walk = 'short_id' | 'seller_id' | 'status' | 'created_at' | 'order_id';

const COLUMNS = `order_id, short_id, seller_id, is_test, metadata, request_hash, run, status, version, progress, message,
  answer_hash, error, delivered_by, heard, status_url, remote_id,
  attempts + COALESCE((SELECT repeats FROM work WHERE kind = 'check' AND subject = order_id), 0) AS attempts, deadline_s, created_at, forwarded_at, completed_at, updated_at,
  deadline_at, erased_at, (SELECT due_at FROM work WHERE kind = 'check' AND subject = order_id) AS next_check_at`;

/** Parameters of one statement, numbered as they are added. */
class Params {
  readonly values: SqlValue[] = [];

  add(value: SqlValue): string {
    return `$${this.values.push(value)}`;
  }
}

/**
 * Reads lists of orders. Each walks one index in the order of the list: the tool's, else the seller's, else those of the
 * statuses (merged as they go), else that of creation. Whoever reads bounds the walk with `windowEnd`, which steps over
 * index entries alone.
 */
export class OrderListQuery {
  constructor(private readonly database: Database) {}

  /** Whether every order that the walk passes fits, so that it ends by itself once the page is full. */
  fitsAll(filter: OrderFilter): boolean {
    return compared(filter, walkOf(filter), new Params()).length === 0;
  }

  /** Orders of the range that fit, newest first. */
  async rows(filter: OrderFilter, range: PlaceRange, limit: number): Promise<ListedOrder[]> {
    const params = new Params();
    const rest = compared(filter, walkOf(filter), params);
    const arms = walked(filter, range, params).map((arm) => select(COLUMNS, [arm, ...rest]));
    return this.database.read(`${merged(arms)} LIMIT ${params.add(limit)}`, params.values);
  }

  /** The place of the last of `size` orders that the walk passes, fitting or not; null where there are fewer. */
  async windowEnd(filter: OrderFilter, range: PlaceRange, size: number): Promise<OrderPlace | null> {
    const params = new Params();
    const arms = walked(filter, range, params).map((arm) => select('created_at, order_id', [arm]));
    const sql = `${merged(arms)} LIMIT 1 OFFSET ${params.add(size - 1)}`;
    return (await this.database.read<OrderPlace>(sql, params.values))[0] ?? null;
  }

  /** How many orders of the range fit. */
  async count(filter: OrderFilter, range: PlaceRange): Promise<number> {
    const params = new Params();
    const rest = compared(filter, walkOf(filter), params);
    const arms = walked(filter, range, params).map((arm) => select('1', [arm, ...rest]));
    const sql = `SELECT count(*) AS n FROM (${arms.join(' UNION ALL ')}) fitting`;
    return Number((await this.database.read<{ n: number }>(sql, params.values))[0]?.n ?? 0);
  }

  /** Orders of the range whose id begins with `text`, newest first, however old: walks the ids, which must be few. */
  async rowsByIdStart(filter: OrderFilter, range: PlaceRange, limit: number): Promise<ListedOrder[]> {
    const params = new Params();
    const start = filter.text?.toLowerCase() ?? '';
    // Ids are of hexadecimal digits and dashes, which sort before this letter.
    const ids = `order_id >= ${params.add(start)} AND order_id < ${params.add(`${start}g`)}`;
    const rest = compared({ ...filter, text: null }, 'order_id', params);
    // Adding nothing keeps the planner from walking all of time for the sake of its order.
    const places = between('created_at + 0', range, params);
    const sql = `${select(COLUMNS, [ids, places, ...rest])} ORDER BY created_at + 0 DESC, order_id DESC`;
    return this.database.read(`${sql} LIMIT ${params.add(limit)}`, params.values);
  }
}

function walkOf(filter: OrderFilter): Walk {
  if (filter.orderIds) return 'order_id';
  if (filter.shortId !== null) return 'short_id';
  if (filter.sellerId !== null) return 'seller_id';
  return filter.statuses === null ? 'created_at' : 'status';
}

/** The conditions that an index decides: one arm, or one a status. */
function walked(filter: OrderFilter, range: PlaceRange, params: Params): string[] {
  if (filter.orderIds) {
    const ids = filter.orderIds.map((id) => params.add(id)).join(', ');
    // Adding nothing keeps the planner from walking all of time for the sake of its order.
    return [`order_id IN (${ids}) AND ${between('created_at + 0', range, params)}`];
  }
  const places = between('created_at', range, params);
  if (filter.shortId !== null) return [`short_id = ${params.add(filter.shortId)} AND ${places}`];
  if (filter.sellerId !== null) return [`seller_id = ${params.add(filter.sellerId)} AND ${places}`];
  return filter.statuses?.map((status) => `status = ${params.add(status)} AND ${places}`) ?? [places];
}

/** The conditions that are compared row by row; written so that they tempt the planner to no other index. */
function compared(filter: OrderFilter, walk: Walk, params: Params): string[] {
  const { shortId, sellerId, statuses, isTest, text } = filter;
  const rest: string[] = [];
  if (shortId !== null && walk !== 'short_id') rest.push(`short_id || '' = ${params.add(shortId)}`);
  if (sellerId !== null && walk !== 'seller_id') rest.push(`seller_id || '' = ${params.add(sellerId)}`);
  if (statuses !== null && walk !== 'status')
    rest.push(`status || '' IN (${statuses.map((status) => params.add(status)).join(', ')})`);
  if (isTest !== null) rest.push(`is_test = ${params.add(isTest ? 1 : 0)}`);
  if (text !== null) rest.push(filter.isIdStart ? startsWith(text, params) : holds(text, params));
  if (filter.isChecked) rest.push(`EXISTS (SELECT 1 FROM work WHERE kind = 'check' AND subject = order_id)`);
  return rest;
}

function between(createdAt: string, { below, notBelow }: PlaceRange, params: Params): string {
  const place = ({ created_at, order_id }: OrderPlace) => `(${params.add(created_at)}, ${params.add(order_id)})`;
  return `(${createdAt}, order_id) < ${place(below)} AND (${createdAt}, order_id) >= ${place(notBelow)}`;
}

function startsWith(text: string, params: Params): string {
  return `order_id LIKE ${params.add(`${literally(text.toLowerCase())}%`)} ESCAPE '\\'`;
}

/** The keys of a stored error are none of its text. */
const ERROR_TEXT = `replace(replace(replace(error, '{"code":', ''), ',"message":', ''), ',"hint":', '')`;

/** Without regard to the case of ASCII letters. */
function holds(text: string, params: Params): string {
  const like = (column: string, pattern: string) => `lower(${column}) LIKE lower(${params.add(pattern)}) ESCAPE '\\'`;
  const inJson = JSON.stringify(text).slice(1, -1);
  const places = [like('order_id', `${literally(text)}%`), like('message', `%${literally(text)}%`)];
  return `(${[...places, like(ERROR_TEXT, `%${literally(inJson)}%`)].join(' OR ')})`;
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function select(columns: string, conditions: readonly string[]): string {
  return `SELECT ${columns} FROM orders WHERE ${conditions.join(' AND ')}`;
}

/** Newest first; several arms are merged as they are read, each in the order of its index. */
function merged(arms: readonly string[]): string {
  return `${arms.join(' UNION ALL ')} ORDER BY created_at DESC, order_id DESC`;
}
