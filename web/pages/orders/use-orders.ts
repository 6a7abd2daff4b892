import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { api, type ListedOrder, type OrderEvent } from '../../api/client.ts';
import { useIsLive, useOrderEvents } from '../../api/use-live.ts';
import { mergePage, pagesOf, trimmed } from './merge.ts';
import { patchByEvents, type OrdersData, type OrdersPageData } from './patch.ts';
import { Reads } from './reads.ts';
import type { OrdersSearch } from './search.ts';
import { useSoon } from './use-soon.ts';

const PAGE = 100;
/** What is in view is read again at most so often, however many events come. */
const READ_EVERY_MS = 1_000;
/** Events are drawn together: faster than one sees, slower than they come. */
const DRAW_EVERY_MS = 150;
/** Where no events come in. */
const POLL_MS = 15_000;
/** Pages that are kept while one looks at the newest. */
const KEPT_PAGES = 3;

/** The rows that are in view, and whether they are the newest. */
export interface InView {
  readonly from: number;
  readonly to: number;
  readonly isAtTop: boolean;
}

type Key = readonly ['order-list', OrdersSearch];

/** The orders that fit, live: rows change with each event; what is in view, and what came on top, is read again soon after. */
export function useOrders(search: OrdersSearch) {
  const client = useQueryClient();
  // Not below ['orders']: whoever changes an order does not make this read its hundreds of pages again.
  const key = useMemo((): Key => ['order-list', search], [search]);
  const [reads] = useState(() => new Reads());
  const view = useRef<InView>({ from: 0, to: 0, isAtTop: true });
  const { unseen, came, seen } = useUnseen(key);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => reads.begin(pageParam, () => read(search, pageParam, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  });
  const soon = useSoon(useRefresh(key, reads, view, came), READ_EVERY_MS);
  const changed = useCallback(() => {
    reads.age();
    soon();
  }, [reads, soon]);
  usePatches((events) => {
    client.setQueryData<OrdersData>(key, (data) => data && patchByEvents(data, events, search));
    changed();
  });
  useWhatIsMissed(changed, key);
  const setView = useCallback(
    (next: InView) => {
      view.current = next;
      if (next.isAtTop) seen();
      soon();
    },
    [seen, soon],
  );
  const orders = useMemo(() => query.data?.pages.flatMap((page) => page.orders) ?? NONE, [query.data]);
  return { query, orders, refresh: changed, setView, unseen };
}

const NONE: readonly ListedOrder[] = [];

function read(search: OrdersSearch, cursor: string | null, signal?: AbortSignal) {
  const query = { ...search, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  return api.get('/v1/orders', { query, signal });
}

/** Reads the pages in view again, and the newest, each only where something happened since it was read. */
function useRefresh(key: Key, reads: Reads, view: RefObject<InView>, came: (count: number) => void) {
  const client = useQueryClient();
  const put = (data: OrdersData, index: number, answer: OrdersPageData) => {
    const { isAtTop } = view.current;
    const merged = mergePage(data, index, answer);
    if (merged) client.setQueryData(key, isAtTop ? trimmed(merged.data, KEPT_PAGES) : merged.data);
    else if (isAtTop) client.setQueryData<OrdersData>(key, { pages: [answer], pageParams: [null] });
    else reads.forget(null);
    if (!isAtTop) came(merged ? merged.fresh : Infinity);
  };
  const reread = async (index: number, cursor: string | null) => {
    const answer = await reads.begin(cursor, () => read(key[1], cursor)).catch(() => null);
    const data = client.getQueryData<OrdersData>(key);
    // A page that is read for the first time meanwhile will be put behind what was there as its reading began.
    const isGrowing = client.isFetching({ queryKey: key, exact: true }) > 0;
    if (!answer || !data || isGrowing) reads.forget(cursor);
    else if (data.pageParams[index] === cursor) put(data, index, answer);
  };
  return async () => {
    const data = client.getQueryData<OrdersData>(key);
    if (!data || document.hidden) return;
    const { from, to } = view.current;
    // The deepest first: the newest page may split, and move the others down.
    for (const index of new Set([...pagesOf(data, from, to).reverse(), 0])) {
      const cursor = data.pageParams[index] ?? null;
      if (reads.isOld(cursor)) await reread(index, cursor);
    }
  };
}

/** Events, a few of them at once. */
function usePatches(patch: (events: readonly OrderEvent[]) => void): void {
  const waiting = useRef<OrderEvent[]>([]);
  const draw = useSoon(() => patch(waiting.current.splice(0)), DRAW_EVERY_MS);
  useOrderEvents(null, (event) => {
    waiting.current.push(event);
    draw();
  });
}

/** Reads what happened while nobody listened, or looked; and from time to time while no events come in. */
function useWhatIsMissed(changed: () => void, key: Key): void {
  const isLive = useIsLive();
  useEffect(() => {
    changed();
    const timer = isLive ? undefined : setInterval(changed, POLL_MS);
    return () => clearInterval(timer);
  }, [isLive, changed, key]);
  useEffect(() => {
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, [changed]);
}

/** How many orders came above what is in view; Infinity where they are too many to tell. */
function useUnseen(key: Key) {
  const [unseen, setUnseen] = useState(0);
  const came = useCallback((count: number) => setUnseen((before) => before + count), []);
  const seen = useCallback(() => setUnseen(0), []);
  useEffect(seen, [key, seen]);
  return { unseen, came, seen };
}
