import { isOver, secondsTaken, type DemoOrder } from './order.js';
import type { Paint } from './paint.js';

/** Longest name of a seller, and of a status. */
const SELLER_COLUMN = 16;
const STATUS_COLUMN = 11;
const LONGEST_SAYING = 80;

/** One change as one line: time, order, seller, status, progress, and what there is to say. */
export function orderLine(order: DemoOrder, at: Date, paint: Paint): string {
  const time = at.toTimeString().slice(0, 8);
  const progress = order.progress === null || order.status === 'failed' ? '' : `${order.progress} %`;
  return [
    paint.dim(time),
    order.order_id.slice(0, 8),
    order.short_id.padEnd(SELLER_COLUMN),
    paint.status(order.status, order.status.padEnd(STATUS_COLUMN)),
    progress.padStart(5),
    saying(order),
  ]
    .join('  ')
    .trimEnd();
}

function saying(order: DemoOrder): string {
  if (!isOver(order)) return clip(order.message ?? '');
  const road = order.delivered_by === null ? '' : `by ${order.delivered_by} `;
  const calls = `after ${secondsTaken(order).toFixed(1)} s, ${order.attempts} ${order.attempts === 1 ? 'call' : 'calls'}`;
  const why = order.error === null ? '' : `: ${order.error.message}`;
  return clip(`${road}${calls}${why}`);
}

/** One line, whatever a seller wrote. */
function clip(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ');
  return line.length > LONGEST_SAYING ? `${line.slice(0, LONGEST_SAYING - 1)}…` : line;
}
