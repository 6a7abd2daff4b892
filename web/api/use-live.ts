import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { OrderEvent } from './client.ts';
import type { LiveStream } from './live.ts';

/** Null while nobody is signed in. */
export const LiveContext = createContext<LiveStream | null>(null);

/** Whether events come in: where not, what is shown may be old, and the page says so. */
export function useIsLive(): boolean {
  const stream = useContext(LiveContext);
  return useSyncExternalStore(
    (changed) => stream?.hear(({ kind }) => kind === 'state' && changed()) ?? (() => undefined),
    () => stream?.isLive ?? false,
  );
}

/** Calls for each event of an order as it happens; of one order, or (null) of all that the caller may see. */
export function useOrderEvents(orderId: string | null, onEvent: (event: OrderEvent) => void): void {
  const stream = useContext(LiveContext);
  const latest = useRef(onEvent);
  useEffect(() => void (latest.current = onEvent));
  useEffect(
    () =>
      stream?.hear((news) => {
        if (news.kind !== 'event' || (orderId !== null && news.event.order_id !== orderId)) return;
        latest.current(news.event);
      }),
    [stream, orderId],
  );
}

/**
 * Reads queries again when orders change: the first change at once, then at most once every `everyMs`. Events may have been missed
 * while the stream was down, so everything is read again when it is back.
 */
export function useFreshOnEvents(queryKey: readonly unknown[], orderId: string | null, everyMs = 1_000): void {
  const client = useQueryClient();
  const isLive = useIsLive();
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(0);
  const key = JSON.stringify(queryKey);
  const refresh = () => {
    last.current = Date.now();
    pending.current = undefined;
    void client.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] });
  };
  useOrderEvents(orderId, () => {
    if (pending.current !== undefined) return;
    pending.current = setTimeout(refresh, Math.max(0, last.current + everyMs - Date.now()));
  });
  useEffect(() => () => clearTimeout(pending.current), []);
  useEffect(() => {
    if (isLive) void client.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] });
  }, [isLive, client, key]);
}
