import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem, api } from '../../api/client.ts';
import { useFreshOnEvents } from '../../api/use-live.ts';
import { useWrite, type Write } from '../../parts/use-write.ts';
import { isFinal } from './advice.ts';

/** What moves no event (the next check, the last of equal checks) is read again this often while the order is open. */
const AGAIN_MS = 15_000;
/** Of changes and of calls, read without being asked for: some hundreds. */
const PAGES = 3;
const PAGE = 100;

/** Reads one order, and again whenever something happens to it. An unknown one, or an ended session, is the page's problem. */
export function useOrder(orderId: string) {
  useFreshOnEvents(['order', orderId], orderId, 1_000);
  return useQuery({
    queryKey: ['order', orderId, 'order'],
    queryFn: ({ signal }) => api.get('/v1/orders/{order_id}', { path: { order_id: orderId }, signal }),
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data) ? AGAIN_MS : false),
    throwOnError: (error) => error instanceof ApiProblem && [401, 404].includes(error.status),
  });
}

/** The order's changes and calls, as far as they have been read. */
export function useJourney(orderId: string, isOpen: boolean) {
  const refetchInterval = isOpen ? AGAIN_MS : (false as const);
  const events = useInfiniteQuery({
    ...{ queryKey: ['order', orderId, 'events'], initialPageParam: null, refetchInterval },
    queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: string | null }) =>
      api.get('/v1/orders/{order_id}/events', { path: { order_id: orderId }, query: page(pageParam), signal }),
    getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
  });
  const attempts = useInfiniteQuery({
    ...{ queryKey: ['order', orderId, 'attempts'], initialPageParam: null, refetchInterval },
    queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: string | null }) =>
      api.get('/v1/orders/{order_id}/attempts', { path: { order_id: orderId }, query: page(pageParam), signal }),
    getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
  });
  useFirstPages(events);
  useFirstPages(attempts);
  return { events, attempts };
}

interface Paged {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly isError: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

function useFirstPages({ data, hasNextPage, isFetching, isError, fetchNextPage }: Paged): void {
  const read = data?.pages.length ?? 0;
  const goesOn = read > 0 && read < PAGES && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
}

function page(cursor: string | null): { limit: number; cursor?: string } {
  return { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
}

/** The order's tool and seller; null while they are not known, and where they are no more. */
export function useParties(shortId: string, sellerId: string) {
  const common = { staleTime: 60_000, retry: false } as const;
  const tool = useQuery({
    ...{ ...common, queryKey: ['order-tool', shortId] },
    queryFn: ({ signal }) => api.get('/v1/tools/{short_id}', { path: { short_id: shortId }, signal }),
  });
  const seller = useQuery({
    ...{ ...common, queryKey: ['order-seller', sellerId] },
    queryFn: ({ signal }) => api.get('/v1/sellers/{seller_id}', { path: { seller_id: sellerId }, signal }),
  });
  return { tool: tool.data ?? null, seller: seller.data ?? null };
}

/** A write to the order: everything of it is read again, also where the server refused because the order had gone on meanwhile. */
export function useOrderWrite<A, R>(orderId: string, write: Write<A, R>) {
  const client = useQueryClient();
  return useWrite({
    ...write,
    refresh: [['order', orderId], ['orders'], ['attention']],
    act: async (asked: A) => {
      try {
        return await write.act(asked);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 409)
          void client.invalidateQueries({ queryKey: ['order', orderId] });
        throw error;
      }
    },
  });
}
