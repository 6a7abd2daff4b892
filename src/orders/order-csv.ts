import type { OrderView } from './order-view.js';

type Cell = string | number | boolean | null;

const COLUMNS: Readonly<Record<string, (order: OrderView) => Cell>> = {
  order_id: (order) => order.order_id,
  short_id: (order) => order.short_id,
  seller_id: (order) => order.seller_id,
  is_test: (order) => order.is_test,
  run: (order) => order.run,
  status: (order) => order.status,
  progress: (order) => order.progress,
  message: (order) => order.message,
  error_code: (order) => order.error?.code ?? null,
  error_message: (order) => order.error?.message ?? null,
  delivered_by: (order) => order.delivered_by,
  attempts: (order) => order.attempts,
  created_at: (order) => order.created_at,
  forwarded_at: (order) => order.forwarded_at,
  completed_at: (order) => order.completed_at,
  updated_at: (order) => order.updated_at,
  deadline_at: (order) => order.deadline_at,
  next_check_at: (order) => order.next_check_at,
};

/** The header of an export of orders; `metadata`: whether its reader may see them, as JSON in the last column. */
export function csvHeader(metadata: boolean): string {
  return line([...Object.keys(COLUMNS), ...(metadata ? ['metadata'] : [])]);
}

export function csvRow(order: OrderView, metadata: boolean): string {
  const cells = Object.values(COLUMNS).map((cell) => cell(order));
  return line(metadata ? [...cells, JSON.stringify(order.metadata ?? {})] : cells);
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A cell of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe: the cells that begin with
 * `=`, `+`, `-`, `@`, tab or CR (contract, section 2).
 */
export function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
