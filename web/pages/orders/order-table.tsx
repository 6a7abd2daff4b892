import { Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, type KeyboardEvent, type Ref } from 'react';
import type { ListedOrder } from '../../api/client.ts';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { OrderRow } from './order-row.tsx';
import classes from './orders.module.css';

const HEIGHT = { wide: 40, narrow: 92 };
/** The next page is read once so few rows are left below. */
const AHEAD = 30;

export interface OrderTableProps {
  readonly orders: readonly ListedOrder[];
  readonly marked: number;
  readonly mark: (index: number) => void;
  readonly chosen: ReadonlySet<string>;
  readonly isAllChosen: boolean;
  readonly choose: ((orderId: string) => void) | null;
  /** Null where every order is of the same seller. */
  readonly sellers: ReadonlyMap<string, string> | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  /** What a key does; false where it does nothing here. */
  readonly onKey: (key: string) => boolean;
  /** How many rows have just come on top: the ones in view stay where they are. */
  readonly fresh: number;
  readonly isAtTop: (atTop: boolean) => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** The list itself. Only what is in view is drawn, so that a hundred thousand are as smooth as ten. */
export function OrderTable(props: OrderTableProps) {
  const { orders, marked, choose, sellers, hasMore, isLoadingMore, loadMore, fresh, ref } = props;
  const box = useRef<HTMLDivElement | null>(null);
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const height = isNarrow ? HEIGHT.narrow : HEIGHT.wide;
  const rows = useVirtualizer({
    count: orders.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    getItemKey: (index) => orders[index]?.order_id ?? index,
  });
  useEffect(() => rows.measure(), [rows, height]);
  useKeepPlace(box, fresh, height);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= orders.length - AHEAD) loadMore();
  }, [hasMore, isLoadingMore, last, orders.length, loadMore]);
  useEffect(() => {
    if (marked >= 0) rows.scrollToIndex(marked, { align: 'auto' });
  }, [marked, rows]);
  const setBox = useCallback(
    (element: HTMLDivElement | null) => {
      box.current = element;
      if (typeof ref === 'function') ref(element);
      else if (ref) ref.current = element;
    },
    [ref],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (props.onKey(event.key)) event.preventDefault();
  };
  const columns = [
    ...(choose ? ['2rem'] : []),
    ...['7.5rem', '8.5rem', 'minmax(6rem, 1fr)', ...(sellers ? ['minmax(6rem, 1fr)'] : [])],
    ...['5.5rem', '5.5rem', '6rem', '6.5rem', 'minmax(8rem, 2.5fr)'],
  ].join(' ');
  const active = marked >= 0 ? orders[marked] : undefined;
  return (
    <div
      ref={setBox}
      role="grid"
      aria-label={words.table}
      aria-rowcount={hasMore ? -1 : orders.length + 1}
      aria-multiselectable={choose ? true : undefined}
      aria-activedescendant={active && `order-${active.order_id}`}
      tabIndex={0}
      className={classes.grid}
      style={{ '--columns': columns } as React.CSSProperties}
      onKeyDown={onKeyDown}
      onScroll={(event) => props.isAtTop(event.currentTarget.scrollTop < height / 2)}
    >
      <Head hasChoice={choose !== null} hasSeller={sellers !== null} />
      <div role="rowgroup" className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const order = orders[index]!;
          return (
            <OrderRow
              key={order.order_id}
              order={order}
              index={index}
              top={start}
              isMarked={index === marked}
              isChosen={props.isAllChosen || props.chosen.has(order.order_id)}
              seller={sellers && (sellers.get(order.seller_id) ?? order.seller_id)}
              choose={choose}
              mark={props.mark}
            />
          );
        })}
      </div>
      {isLoadingMore && <Loader size="sm" m="sm" aria-label={common.loading} />}
    </div>
  );
}

/** What is in view stays where it is when rows come on top of it. */
function useKeepPlace(box: { readonly current: HTMLDivElement | null }, fresh: number, height: number): void {
  const before = useRef(fresh);
  useLayoutEffect(() => {
    const came = fresh - before.current;
    before.current = fresh;
    if (came > 0 && box.current && box.current.scrollTop >= height / 2) box.current.scrollTop += came * height;
  }, [fresh, height, box]);
}

function Head({ hasChoice, hasSeller }: { readonly hasChoice: boolean; readonly hasSeller: boolean }) {
  const { select, status, order, tool, seller, age, left, next, progress, message } = words.columns;
  const names = [status, order, tool, ...(hasSeller ? [seller] : []), age, left, next, progress, message];
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={classes.head}>
        {hasChoice && <div role="columnheader" aria-label={select} />}
        {names.map((name) => (
          <div role="columnheader" key={name}>
            {name}
          </div>
        ))}
      </div>
    </div>
  );
}
