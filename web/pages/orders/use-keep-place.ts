import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ListedOrder } from '../../api/client.ts';

/** So many rows from the first in view on are remembered: some of them may go. */
const REMEMBERED = 12;

/** What is in view stays where it is when rows come or go above it; at the top, new rows are what one wants to see. */
export function useKeepPlace(box: RefObject<HTMLElement | null>, orders: readonly ListedOrder[], height: number): void {
  const before = useRef(orders);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = orders;
    const { current } = box;
    if (old === orders || !current || current.scrollTop < height / 2) return;
    const moved = rowsMoved(old, orders, Math.floor(current.scrollTop / height));
    if (moved !== 0) current.scrollTop += moved * height;
  }, [box, orders, height]);
}

/** By how many rows what stood at an index, or soon below, has moved down; 0 where none of it is left. Pure. */
export function rowsMoved(
  old: readonly Pick<ListedOrder, 'order_id'>[],
  now: readonly Pick<ListedOrder, 'order_id'>[],
  index: number,
): number {
  if (old[index]?.order_id === now[index]?.order_id) return 0;
  for (let at = index; at < Math.min(index + REMEMBERED, old.length); at += 1) {
    const found = now.findIndex(({ order_id }) => order_id === old[at]!.order_id);
    if (found !== -1) return found - at;
  }
  return 0;
}

let lastPlace = 0;

/** Where one was as one left the list, in pixels, for whoever comes back from an order; 0 where so much is not there any more. */
export function useLastPlace(box: RefObject<HTMLElement | null>, whole: number): number {
  const [place] = useState(() => (lastPlace < whole ? lastPlace : 0));
  useLayoutEffect(() => {
    const element = box.current;
    if (element && place > 0) element.scrollTop = place;
    return () => void (lastPlace = element?.scrollTop ?? 0);
  }, [box, place]);
  return place;
}
