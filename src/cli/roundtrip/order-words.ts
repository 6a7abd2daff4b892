import type { components, OrderEvent } from '../../client/index.js';
import { manyLines, oneLine } from './strangers-text.js';
import type { Session } from './session.js';
import type { Column } from './table.js';
import { when } from './when.js';

export type Order = components['schemas']['OrderAnswer'];
type ListedOrder = components['schemas']['ListedOrderAnswer'];
type Result = components['schemas']['ResultAnswer'];

const FINAL: readonly string[] = ['completed', 'failed', 'expired', 'cancelled'];

/** Whether nothing more will happen to it by itself. */
export function isOver({ status }: Pick<Order, 'status'>): boolean {
  return FINAL.includes(status);
}

export const ORDER_COLUMNS: readonly Column<ListedOrder>[] = [
  { head: 'order', of: (order) => order.order_id },
  { head: 'tool', of: (order) => order.short_id },
  { head: 'status', of: (order) => order.status, status: (order) => order.status },
  { head: '%', of: (order) => order.progress, right: true },
  { head: 'created', of: (order) => when(order.created_at) },
  { head: 'message', of: (order) => order.error?.message ?? order.message },
];

/** One order with all that a person asks of it. */
export function orderText(session: Session, order: Order): string {
  const { error } = order;
  const percent = order.progress === null || isOver(order) ? '' : ` (${order.progress} %)`;
  const run = order.run > 1 ? order.run : null;
  const fields = {
    ...{ order: order.order_id, tool: order.short_id, seller: order.seller_id },
    ...{ status: `${order.status}${percent}`, test: order.is_test ? 'yes' : null, run, message: order.message },
    ...{ error: error && `${error.message} (${error.code})`, hint: error?.hint },
    ...{ created: when(order.created_at), forwarded: when(order.forwarded_at), completed: when(order.completed_at) },
    ...{ 'delivered by': order.delivered_by, 'next check': when(order.next_check_at) },
    ...{ deadline: isOver(order) ? null : when(order.deadline_at), calls: order.attempts },
  };
  return session.record(fields) + resultText(session, order.result);
}

function resultText(session: Session, result: Result | null): string {
  if (!result) return '';
  const text = result.text === undefined ? '' : `\n${manyLines(result.text).trimEnd()}\n`;
  const url = result.url === undefined ? '' : session.record({ result: result.url });
  const files = result.files.length === 0 ? '' : `\n${session.table(FILE_COLUMNS, result.files)}`;
  return url + text + files;
}

const FILE_COLUMNS: readonly Column<Result['files'][number]>[] = [
  { head: 'n', of: (file) => file.n, right: true },
  { head: 'file', of: (file) => file.filename },
  { head: 'type', of: (file) => file.detected_type ?? file.mime_type },
  { head: 'bytes', of: (file) => file.size, right: true },
  { head: 'download', of: (file) => file.download_url ?? file.url },
];

/** One line of a timeline. */
export function eventText({ paint }: Session, event: OrderEvent, withOrder: boolean): string {
  const what =
    event.type === 'status' ? paint.status(event.to ?? '', oneLine(event.to ?? '').padEnd(10)) : ' '.repeat(10);
  const parts = [
    ...[paint.dim(String(when(event.at))), withOrder ? oneLine(event.order_id) : '', what],
    ...[event.progress === null ? '' : `${event.progress} %`, oneLine(event.message ?? '')],
    paint.dim(event.cause.kind),
  ];
  return `${parts.filter((part) => part !== '').join('  ')}\n`;
}
