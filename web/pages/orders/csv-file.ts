import { ApiProblem } from '../../api/client.ts';
import { orders as words } from '../../words/orders.ts';
import type { OrdersSearch } from './search.ts';

/** As much as one file may hold: it stands in the browser's memory until it is whole. */
export const MOST_BYTES = 512 * 1024 * 1024;

/** `orders-2026-11-23-0408-failed-tool-1.csv`: when, and by which filters, in the reader's own clock. */
export function csvName(search: OrdersSearch, now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const filters = [search.status, search.short_id, search.is_test === true ? 'tests' : undefined, search.q];
  const words = filters.flatMap((text) => (text === undefined ? [] : [safe(text)])).filter((text) => text !== '');
  return `${['orders', day, two(now.getHours()) + two(now.getMinutes()), ...words].join('-')}.csv`;
}

/** What any file system takes. */
function safe(text: string): string {
  return text
    .replace(/[^\w]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

/** The whole list that fits as CSV, read piece by piece; `read` hears how many bytes have come. */
export async function fetchCsv(
  search: OrdersSearch,
  read: (bytes: number) => void,
  signal: AbortSignal,
  mostBytes = MOST_BYTES,
): Promise<Blob> {
  const query = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]));
  const answer = await fetch(`/v1/orders?${query.toString()}`, { headers: { Accept: 'text/csv' }, signal });
  if (!answer.ok) throw ApiProblem.of({ status: answer.status, data: await answer.json().catch(() => null) });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = answer.body!.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    bytes += piece.value.length;
    read(bytes);
    if (bytes <= mostBytes) continue;
    await reader.cancel();
    throw new ApiProblem(0, 'too_large', words.csv.tooLarge(mostBytes / 1024 / 1024));
  }
  return new Blob(pieces, { type: 'text/csv' });
}
