import { followEvents } from '../../client/index.js';
import { eventText, isOver, orderText, type Order } from './order-words.js';
import { Progress } from './progress.js';
import type { Session } from './session.js';
import { jsonLine } from './strangers-text.js';

/** Shows what an order goes through until it is over; answers the exit code: 0 if it completed. */
export async function watchOrder(session: Session, order_id: string): Promise<number> {
  const { api, world, json } = session;
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, world.stopping()]);
  const progress = new Progress(world);
  // A retry gives an order that is over another end: the stream tells of both.
  let order: Order = await api.get('/v1/orders/{order_id}', { path: { order_id } });
  if (isOver(order) && json) return end(session, order);
  for await (const event of followEvents(api, { orderId: order_id, signal, told: (news) => lost(session, news) })) {
    progress.clear();
    if (!json) world.out(eventText(session, event, false));
    if (event.type === 'status' || isOver(order))
      order = await api.get('/v1/orders/{order_id}', { path: { order_id } });
    if (isOver(order) && isLast(order, event)) break;
    if (!isOver(order)) progress.show(order.status, event.progress === null ? null : event.progress / 100);
  }
  ending.abort();
  progress.clear();
  return end(session, order);
}

/** Shows what happens to every order that the token sees, until stopped; with `--json` a line of JSON for each event. */
export async function watchAll(session: Session): Promise<number> {
  const signal = session.world.stopping();
  for await (const event of followEvents(session.api, { signal, told: (news) => lost(session, news) }))
    session.world.out(session.json ? jsonLine(event) : eventText(session, event, true));
  return 0;
}

function isLast(order: Order, event: { readonly type: string; readonly to: string | null; readonly run: number }) {
  return event.type === 'status' && event.to === order.status && event.run === order.run;
}

function lost({ world, json }: Session, news: 'lost' | 'back'): void {
  if (!json) world.err(news === 'lost' ? 'The connection is lost; trying again.\n' : 'The connection is back.\n');
}

function end(session: Session, order: Order): number {
  session.tell(order, () => `\n${orderText(session, order)}`);
  return order.status === 'completed' ? 0 : 1;
}
