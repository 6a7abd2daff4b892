import { useEffect } from 'react';
import { visible } from '../parts/strangers-text.tsx';
import { localTime } from '../parts/time.ts';
import { useNow } from '../parts/use-now.ts';
import { buyer } from '../words/buyer.ts';
import { expectation } from './eta.ts';
import type { BuyerOrder, Link } from './order.ts';
import { ResultView } from './result-view.tsx';
import { useOrder } from './use-order.ts';

/** One order for whoever holds its link: how it is doing, and what came of it. */
export function BuyerPage({ link }: { readonly link: Link | null }) {
  const { order, gone, lost } = useOrder(link);
  useEffect(() => void (document.title = titleOf(order, gone)), [order, gone]);
  return (
    <main>
      {gone && <Gone />}
      {order && link && <OneOrder order={order} link={link} />}
      {!gone && !order && !lost && <p role="status">{buyer.loading}</p>}
      <p role="status" className={lost ? 'lost' : 'nothing'}>
        {lost && (order ? buyer.lost : buyer.unreachable)}
      </p>
    </main>
  );
}

function titleOf(order: BuyerOrder | null, gone: boolean): string {
  if (gone) return buyer.gone.title;
  if (order === null) return buyer.heading;
  const { status, progress } = order;
  const state = status === 'processing' && progress !== null ? buyer.percent(progress) : buyer.tabs[status];
  return [state, visible(order.tool_name) || buyer.heading].join(' · ');
}

function Gone() {
  return (
    <section className="card" role="alert">
      <h1>{buyer.gone.title}</h1>
      <p>{buyer.gone.text}</p>
    </section>
  );
}

function OneOrder({ order, link }: { readonly order: BuyerOrder; readonly link: Link }) {
  const { status, progress, message, error, result } = order;
  const { title, text } = buyer.states[status];
  const isUnderWay = ['received', 'forwarding', 'processing'].includes(status);
  return (
    <>
      <section className="card" data-status={status}>
        <p className="tool">
          <bdi>{visible(order.tool_name) || buyer.heading}</bdi>
        </p>
        <div aria-live="polite">
          <h1>{title}</h1>
          <p>{error ? <bdi>{visible(error.message)}</bdi> : text}</p>
          {error && <p className="dim">{text}</p>}
        </div>
        {isUnderWay && progress !== null && <Progress progress={progress} />}
        {isUnderWay && message !== null && visible(message) !== '' && (
          <p className="message" aria-live="polite">
            <span className="dim">{buyer.message}</span> <bdi>{visible(message)}</bdi>
          </p>
        )}
        <Expectation order={order} />
        <Times order={order} />
      </section>
      {status === 'completed' && result && <ResultView result={result} link={link} />}
    </>
  );
}

function Progress({ progress }: { readonly progress: number }) {
  return (
    <div className="progress">
      <progress max={100} value={progress} aria-label={buyer.progress} />
      <span aria-hidden="true">{buyer.percent(progress)}</span>
    </div>
  );
}

/** Moves on each second, so it is no live region: nobody wants to hear that. */
function Expectation({ order }: { readonly order: BuyerOrder }) {
  const now = useNow();
  const text = expectation(order, now);
  return text === null ? null : <p>{text}</p>;
}

function Times({ order: { order_id, created_at, completed_at } }: { readonly order: BuyerOrder }) {
  return (
    <p className="dim small">
      {buyer.placed} <time dateTime={created_at}>{localTime(created_at)}</time>
      {completed_at !== null && (
        <>
          {' · '}
          {buyer.finished} <time dateTime={completed_at}>{localTime(completed_at)}</time>
        </>
      )}
      <br />
      <span className="id">{buyer.order(order_id)}</span>
    </p>
  );
}
