import { useEffect, useMemo, useState, type KeyboardEvent as GridEvent, type RefObject } from 'react';
import type { ListedOrder } from '../../api/client.ts';
import type { BulkAction } from './bulk/ask.ts';
import { hasLetterKeys } from './letter-keys.ts';

export interface ListKeys {
  readonly orders: readonly ListedOrder[];
  readonly grid: RefObject<HTMLElement | null>;
  readonly open: (orderId: string) => void;
  /** Null where nothing can be done to many. */
  readonly choose: ((orderId: string) => void) | null;
  readonly act: (action: BulkAction, orderId: string) => void;
  readonly search: () => void;
  readonly help: () => void;
  /** Where this changes the list is another one, and nothing is marked. */
  readonly restart: string;
}

/** What is marked, by its id: rows come and go above it. `index` is where it stood last. */
interface Mark {
  readonly orderId: string;
  readonly index: number;
}

/** The marked row of a list, and what keys do to it: letters wherever one is on the page but in a field, all others in the list. */
export function useListKeys(keys: ListKeys) {
  const { orders, grid, restart } = keys;
  const [mark, setMark] = useState<Mark | null>(null);
  useEffect(() => setMark(null), [restart]);
  const marked = useMemo(() => placeOf(orders, mark), [orders, mark]);
  const moveTo = (index: number) => {
    const order = orders[index];
    if (order) setMark({ orderId: order.order_id, index });
  };
  const press = (key: string): boolean => {
    // An order that is gone leaves its place to the next: which is marked by a key, and not by itself.
    const gone = marked === -1 && mark !== null ? mark.index - (isDown(key) ? 1 : 0) : marked;
    const moved = move(key, Math.min(gone, orders.length - 1), orders.length);
    if (moved !== null) moveTo(moved);
    return moved !== null || doTo(orders[marked]?.order_id, key, keys);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !LETTERS.has(event.key) || !isFree(event)) return;
      if (!press(event.key)) return;
      event.preventDefault();
      if ('jk'.includes(event.key)) grid.current?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  const onGridKey = (event: GridEvent) => {
    const isOwn = event.target === event.currentTarget;
    // A box or a link that has the focus itself does what it is for.
    if (LETTERS.has(event.key) || hasModifier(event) || (!isOwn && 'Enter '.includes(event.key))) return;
    if (press(event.key)) event.preventDefault();
  };
  return { marked, mark: moveTo, onKey: onGridKey };
}

const LETTERS: ReadonlySet<string> = new Set(['j', 'k', 'x', 'c', 'r', '/', '?']);

/** Whether a letter is for the page: not typed into a field, not part of the browser's own keys, and not switched off. */
function isFree(event: KeyboardEvent): boolean {
  if (hasModifier(event) || !hasLetterKeys(localStorage)) return false;
  if (document.querySelector('[role="dialog"], [role="menu"]')) return false;
  return !(event.target instanceof Element && event.target.matches(TYPED_INTO));
}

const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])';

function hasModifier({ ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return ctrlKey || metaKey || altKey;
}

/** Where a marked order stands now; -1 where it is gone. Looked for near its last place first. Pure. */
export function placeOf(orders: readonly Pick<ListedOrder, 'order_id'>[], mark: Mark | null): number {
  if (mark === null) return -1;
  if (orders[mark.index]?.order_id === mark.orderId) return mark.index;
  return orders.findIndex(({ order_id }) => order_id === mark.orderId);
}

function isDown(key: string): boolean {
  return key === 'j' || key === 'ArrowDown';
}

/** Where a key moves the mark; null where it does not. Pure. */
export function move(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (isDown(key)) return Math.min(at + 1, count - 1);
  if (key === 'k' || key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'PageDown') return Math.min(at + 10, count - 1);
  if (key === 'PageUp') return Math.max(at - 10, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

function doTo(orderId: string | undefined, key: string, { open, choose, act, search, help }: ListKeys): boolean {
  if (key === '/') search();
  else if (key === '?') help();
  else if (orderId === undefined) return false;
  else if (key === 'Enter') open(orderId);
  else if (key === 'x' || key === ' ') choose?.(orderId);
  else if (key === 'c') act('check', orderId);
  else if (key === 'r') act('retry', orderId);
  else return false;
  return true;
}
