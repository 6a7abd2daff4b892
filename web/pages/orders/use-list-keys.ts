import { useEffect, useRef, useState } from 'react';
import type { ListedOrder } from '../../api/client.ts';
import type { BulkAction } from './bulk/ask.ts';

export interface ListKeys {
  readonly orders: readonly ListedOrder[];
  readonly open: (orderId: string) => void;
  /** Null where nothing can be done to many. */
  readonly choose: ((orderId: string) => void) | null;
  readonly act: (action: BulkAction, orderId: string) => void;
  /** Rows that came on top since the page was opened: the mark stays on its order. */
  readonly shift: number;
  /** Where this changes the list is another one, and nothing is marked. */
  readonly restart: string;
}

/** The marked row of a list, and what keys do to it. */
export function useListKeys({ orders, open, choose, act, shift, restart }: ListKeys) {
  const [marked, mark] = useState(-1);
  const before = useRef(shift);
  useEffect(() => {
    const came = shift - before.current;
    before.current = shift;
    if (came > 0) mark((at) => (at < 0 ? at : at + came));
  }, [shift]);
  useEffect(() => mark(-1), [restart]);
  const at = Math.min(marked, orders.length - 1);
  const onKey = (key: string): boolean => {
    const moved = move(key, at, orders.length);
    if (moved !== null) {
      mark(moved);
      return true;
    }
    const order = orders[at];
    if (!order) return false;
    return doTo(order.order_id, key, { open, choose, act });
  };
  return { marked: at, mark, onKey };
}

/** Where a key moves the mark; null where it does not. Pure. */
export function move(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'j' || key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'k' || key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'PageDown') return Math.min(at + 10, count - 1);
  if (key === 'PageUp') return Math.max(at - 10, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

function doTo(orderId: string, key: string, { open, choose, act }: Pick<ListKeys, 'open' | 'choose' | 'act'>): boolean {
  if (key === 'Enter') open(orderId);
  else if (key === 'x' || key === ' ') choose?.(orderId);
  else if (key === 'c') act('check', orderId);
  else if (key === 'r') act('retry', orderId);
  else return false;
  return true;
}
