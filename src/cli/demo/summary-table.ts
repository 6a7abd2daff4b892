import type { OrderBook, Tally } from './order-book.js';
import type { SellerServer } from './sellers/seller-server.js';

const HEADINGS = ['seller', 'orders', 'completed', 'failed', 'median', 'delivered by', 'jobs sent', 'checks'];
/** Text stands left, numbers right. */
const LEFT = [0, 5];

/** How each seller's orders went, as lines of a table. */
export function summaryTable(book: OrderBook, sellers: readonly SellerServer[]): string[] {
  const rows = sellers.map((server) => rowOf(server, book.tally(server.seller.shortId)));
  return alignColumns([HEADINGS, ...rows]);
}

function rowOf({ seller, asked }: SellerServer, tally: Tally): string[] {
  const roads = [...tally.roads].map(([road, n]) => `${road} ${n}`).join(', ');
  const failed = tally.failed + tally.other;
  return [
    ...[seller.shortId, String(tally.orders), String(tally.completed), String(failed), median(tally.seconds)],
    ...[roads, String(asked.jobs), String(asked.checks)],
  ];
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const cell = (text: string, i: number) =>
    LEFT.includes(i) ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0);
  const [head = [], ...rest] = rows.map((row) => row.map(cell).join('  '));
  return [String(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rest.map(String)];
}

function median(seconds: readonly number[]): string {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? '-' : `${middle.toFixed(1)} s`;
}
