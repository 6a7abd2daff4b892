import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { api, type ListedOrder } from '../../api/client.ts';
import { useIsLive, useOrderEvents } from '../../api/use-live.ts';
import { layOver, patchByEvent, type OrdersData } from './patch.ts';
import type { OrdersSearch } from './search.ts';

const PAGE = 100;
/** The newest page is read again at most so often, however many events come. */
const READ_EVERY_MS = 1_000;
/** Where no events come in. */
const POLL_MS = 15_000;

/** The orders that fit, live: what is shown changes with each event, and new ones come on top. `onFresh` hears how many. */
export function useOrders(search: OrdersSearch, onFresh: (count: number) => void) {
  const client = useQueryClient();
  const isLive = useIsLive();
  const key = useMemo(() => ['orders', search], [search]);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(search, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const refresh = useCallback(async () => {
    const newest = await read(search, null).catch(() => null);
    const data = client.getQueryData<OrdersData>(key);
    if (!newest || !data) return;
    const over = layOver(data, newest.orders);
    if (over === null || data.pages[0]?.orders.length === 0) return void client.invalidateQueries({ queryKey: key });
    client.setQueryData(key, over.data);
    if (over.fresh > 0) onFresh(over.fresh);
  }, [client, key, search, onFresh]);
  const soon = useSoon(refresh);
  useOrderEvents(null, (event) => {
    client.setQueryData<OrdersData>(key, (data) => data && patchByEvent(data, event, search));
    soon();
  });
  useEffect(() => {
    // What happened while nobody listened is missing.
    if (isLive) return void client.invalidateQueries({ queryKey: key });
    const timer = setInterval(() => void refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [isLive, client, key, refresh]);
  const orders = useMemo(() => query.data?.pages.flatMap((page) => page.orders) ?? NONE, [query.data]);
  return { query, orders, refresh: soon };
}

const NONE: readonly ListedOrder[] = [];

function read(search: OrdersSearch, cursor: string | null, signal?: AbortSignal) {
  const query = { ...search, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  return api.get('/v1/orders', { query, signal });
}

/** Calls `act` soon after it was asked for, and once for all that asked meanwhile. */
function useSoon(act: () => Promise<void>): () => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(0);
  useEffect(() => void (latest.current = act));
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        last.current = Date.now();
        void latest.current();
      },
      Math.max(0, last.current + READ_EVERY_MS - Date.now()),
    );
  }, []);
}
