import { Loader, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, type CSSProperties, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import type { ListedOrder } from '../../api/client.ts';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { OrderRow } from './order-row.tsx';
import classes from './orders.module.css';
import { useKeepPlace, useLastPlace } from './use-keep-place.ts';
import { useTop } from './use-top.ts';
import type { InView } from './use-orders.ts';

const HEIGHT = { wide: 40, narrow: 92 };
/** The next page is read once so few rows are left below. */
const AHEAD = 40;

export interface OrderTableProps {
  readonly orders: readonly ListedOrder[];
  readonly marked: number;
  readonly mark: (index: number) => void;
  readonly open: (orderId: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly isAllChosen: boolean;
  readonly choose: ((orderId: string) => void) | null;
  /** Null where every order is of the same seller. */
  readonly sellers: ReadonlyMap<string, string> | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly setView: (view: InView) => void;
  readonly box: RefObject<HTMLDivElement | null>;
}

/** The list itself. Only what is in view is drawn, so that a hundred thousand are as smooth as ten. */
export function OrderTable(props: OrderTableProps) {
  const { orders, marked, choose, sellers, box } = props;
  const { rows, height } = useRows(props);
  const active = marked >= 0 ? orders[marked] : undefined;
  const isDrawn = rows.getVirtualItems().some(({ index }) => index === marked);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={words.table}
      aria-rowcount={props.hasMore ? -1 : orders.length + 1}
      aria-multiselectable={choose ? true : undefined}
      aria-activedescendant={active && isDrawn ? `order-${active.order_id}` : undefined}
      tabIndex={0}
      className={classes.grid}
      style={{ '--columns': columnsOf(choose !== null, sellers !== null) } as CSSProperties}
      onKeyDown={props.onKey}
      onClick={(event) => hearClick(event, props)}
    >
      <Head hasChoice={choose !== null} hasSeller={sellers !== null} />
      <div role="rowgroup" className={classes.rows} style={{ height: orders.length * height }}>
        {rows.getVirtualItems().map(({ index }) => {
          const order = orders[index];
          if (!order) return null;
          return (
            <OrderRow
              key={order.order_id}
              order={order}
              index={index}
              top={index * height}
              isMarked={index === marked}
              isChosen={props.isAllChosen || props.chosen.has(order.order_id)}
              seller={sellers && (sellers.get(order.seller_id) ?? order.seller_id)}
              choose={choose}
            />
          );
        })}
      </div>
      {props.isLoadingMore && <Loader size="sm" m="sm" aria-label={common.loading} />}
    </div>
  );
}

/** One listener for all rows: a link of the router's in each costs more than the row itself. */
function hearClick(event: MouseEvent, { orders, mark, open }: OrderTableProps): void {
  const target = event.target as Element;
  const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1);
  const order = orders[index];
  if (!order) return;
  mark(index);
  // With a key held the browser opens the link in its own way.
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!isPlain || !target.closest('a')) return;
  event.preventDefault();
  open(order.order_id);
}

/** Which rows are drawn; more are read as the last come near, and whoever reads them again is told which are in view. */
function useRows({ orders, marked, hasMore, isLoadingMore, loadMore, setView, box }: OrderTableProps) {
  const isNarrow = useMediaQuery('(max-width: 75em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const height = isNarrow ? HEIGHT.narrow : HEIGHT.wide;
  const before = useLastPlace(box, orders.length * height);
  const rows = useVirtualizer({
    count: orders.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    initialOffset: before,
  });
  useEffect(() => rows.measure(), [rows, height]);
  useKeepPlace(box, orders, height);
  useTop(box);
  const { startIndex: from, endIndex: to } = rows.range ?? { startIndex: 0, endIndex: 0 };
  const isAtTop = (rows.scrollOffset ?? 0) < height / 2;
  const count = orders.length;
  useEffect(() => setView({ from, to, isAtTop }), [setView, from, to, isAtTop, count]);
  useEffect(() => {
    if (hasMore && !isLoadingMore && to >= count - AHEAD) loadMore();
  }, [hasMore, isLoadingMore, to, count, loadMore]);
  const id = orders[marked]?.order_id;
  useEffect(() => {
    // As the mark moves, and not as rows come above it.
    if (id !== undefined) rows.scrollToIndex(marked, { align: 'auto' });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, rows]);
  return { rows, height };
}

function columnsOf(hasChoice: boolean, hasSeller: boolean): string {
  return [
    ...(hasChoice ? ['2rem'] : []),
    ...['7.75rem', '5rem', 'minmax(5rem, 1fr)', ...(hasSeller ? ['minmax(5rem, 1fr)'] : [])],
    ...['4.75rem', '5.25rem', '6rem', '5.5rem', 'minmax(8rem, 2.5fr)'],
  ].join(' ');
}

function Head({ hasChoice, hasSeller }: { readonly hasChoice: boolean; readonly hasSeller: boolean }) {
  const { select, status, order, tool, seller, age, left, next, progress, message } = words.columns;
  const names = [status, order, tool, ...(hasSeller ? [seller] : []), age, left, next, progress, message];
  return (
    <div role="rowgroup" className={classes.top}>
      <div role="row" aria-rowindex={1} className={classes.head}>
        {hasChoice && (
          <div role="columnheader">
            <VisuallyHidden>{select}</VisuallyHidden>
          </div>
        )}
        {names.map((name) => (
          <div role="columnheader" key={name}>
            {name}
          </div>
        ))}
      </div>
    </div>
  );
}
