import { memo } from 'react';
import type { ListedOrder } from '../../api/client.ts';
import { shortId } from '../../parts/short-id.ts';
import { visible } from '../../parts/strangers-text.tsx';
import { fromNow, localTime, span } from '../../parts/time.ts';
import { useNow } from '../../parts/use-now.ts';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import classes from './orders.module.css';
import { timeLeft } from './time-left.ts';

export interface OrderRowProps {
  readonly order: ListedOrder;
  readonly index: number;
  readonly top: number;
  readonly isMarked: boolean;
  readonly isChosen: boolean;
  /** Null where every order is of the same seller. */
  readonly seller: string | null;
  /** Null where the role may do nothing with many. */
  readonly choose: ((orderId: string) => void) | null;
}

/** What is shown of a message: it may be as long as its writer likes, and a row is drawn in a moment. */
const SHOWN = 300;

/** One order of the list: light, since hundreds pass by while one scrolls. Clicks are heard by the table. */
export const OrderRow = memo(function OrderRow(props: OrderRowProps) {
  const { order, index, top, isMarked, isChosen, seller, choose } = props;
  const text = visible((order.error?.message ?? order.message ?? '').slice(0, SHOWN));
  return (
    <div
      role="row"
      id={`order-${order.order_id}`}
      aria-rowindex={index + 2}
      aria-selected={choose ? isChosen : undefined}
      className={classes.row}
      data-marked={isMarked || undefined}
      data-chosen={isChosen || undefined}
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      {choose && (
        <div role="gridcell" className={classes.choose}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isChosen}
            aria-label={words.choose(order.order_id)}
            onChange={() => choose(order.order_id)}
          />
        </div>
      )}
      <div role="gridcell" className={classes.status}>
        <span className={classes.chip} data-status={order.status}>
          {common.statuses[order.status]}
        </span>
        {order.is_test && <span className={classes.test}>{common.test}</span>}
      </div>
      <div role="gridcell" className={classes.id}>
        <a href={`/orders/${order.order_id}`} tabIndex={-1} title={order.order_id}>
          {shortId(order.order_id)}
        </a>
      </div>
      <div role="gridcell" className={classes.tool} title={order.short_id}>
        {order.short_id}
      </div>
      {seller !== null && (
        <div role="gridcell" className={classes.seller} title={visible(seller)}>
          <bdi>{visible(seller) || order.seller_id}</bdi>
        </div>
      )}
      <Times order={order} />
      <div role="gridcell" className={classes.progress}>
        {order.progress !== null && <Progress value={order.progress} />}
      </div>
      <div
        role="gridcell"
        className={classes.message}
        title={text || undefined}
        data-error={order.error !== null || undefined}
      >
        <bdi>{text}</bdi>
      </div>
    </div>
  );
});

function Times({ order }: { readonly order: ListedOrder }) {
  const now = useNow();
  const left = timeLeft(order, now);
  return (
    <>
      <div role="gridcell" className={classes.age} title={localTime(order.created_at)}>
        {span((now - Date.parse(order.created_at)) / 1_000)}
      </div>
      <div
        role="gridcell"
        className={classes.left}
        data-near={left?.isNear || undefined}
        title={localTime(order.deadline_at)}
      >
        {left === null ? '' : left.seconds <= 0 ? words.over : span(left.seconds)}
      </div>
      <div role="gridcell" className={classes.next}>
        {order.next_check_at === null ? '' : nextCheck(Date.parse(order.next_check_at), now)}
      </div>
    </>
  );
}

/** A check whose time has come waits for its turn. */
function nextCheck(at: number, now: number): string {
  return at <= now ? words.due : fromNow(at, now);
}

function Progress({ value }: { readonly value: number }) {
  return (
    <>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${value}%` }} />
      </span>
      {value} %
    </>
  );
}
