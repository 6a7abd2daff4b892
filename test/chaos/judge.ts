import type { Delivery } from '../support/marketplace.js';
import type { Aftermath, OrderLeft } from './aftermath.js';
import type { ChaosOrder } from './chaos-orders.js';
import { failureText, resultText } from './chaos-sellers.js';

const FINAL: ReadonlySet<string> = new Set(['completed', 'failed', 'expired', 'cancelled']);
const FINAL_EVENT = /^order\.(?:completed|failed|expired|cancelled)$/;

/** Everything that is not as it must be, in sentences; none where all is. */
export interface Evidence {
  readonly orders: readonly ChaosOrder[];
  readonly answered: ReadonlySet<string>;
  readonly aftermath: Aftermath;
  readonly deliveries: readonly Delivery[];
  /** Every job POST that came, by order. */
  readonly jobs: ReadonlyMap<string, readonly string[]>;
  readonly logged: readonly Readonly<Record<string, unknown>>[];
}

export function judge(evidence: Evidence): string[] {
  const { aftermath, logged, deliveries } = evidence;
  return [
    ...judgeOrders(evidence),
    ...judgeTimelines(aftermath),
    ...judgeMessages(evidence),
    ...judgeJobs(evidence.jobs),
    ...deliveries.flatMap(({ problem }) => (problem ? [`a message came wrong: ${problem}`] : [])),
    ...aftermath.apart.map((row) => `work and queue do not say the same: ${JSON.stringify(row)}`),
    ...(aftermath.quarantined > 0 ? [`${aftermath.quarantined} pieces of work are in quarantine`] : []),
    ...logged
      .filter(({ event }) => event === 'work.reconciled' || event === 'work.quarantined')
      .map((line) => `the log says: ${JSON.stringify(line)}`),
  ];
}

/** None lost: each is there, and became what its seller made of it. */
function judgeOrders({ orders, answered, aftermath }: Evidence): string[] {
  const left = new Map(aftermath.orders.map((order) => [order.order_id, order]));
  const strangers = aftermath.orders.length - orders.length;
  return [
    ...(strangers === 0 ? [] : [`there are ${aftermath.orders.length} orders, and not ${orders.length}`]),
    ...orders.flatMap((order) => {
      if (!answered.has(order.orderId)) return [`${order.orderId} was never answered`];
      const found = left.get(order.orderId);
      const problem = found ? problemOf(order, found) : 'it is not there';
      return problem ? [`${order.orderId} (${order.road}) is lost: ${problem}`] : [];
    }),
  ];
}

function problemOf(order: ChaosOrder, { status, result, error }: OrderLeft): string | null {
  if (status !== order.ending) return `it is ${status}, and should be ${order.ending} (${error ?? 'no error'})`;
  const said =
    order.ending === 'completed'
      ? (result ?? '').includes(resultText(order))
      : (error ?? '').includes(failureText(order));
  return said ? null : `its seller said something else than ${result ?? error}`;
}

/** None finished twice: one final change, at the end of an unbroken timeline. */
function judgeTimelines({ timeline }: Aftermath): string[] {
  const steps = groupBy(timeline, ({ order_id }) => order_id);
  return [...steps].flatMap(([orderId, changes]) => {
    const told = changes.map(({ to_status }) => to_status);
    const finals = told.filter((status) => FINAL.has(status));
    const unbroken = changes.every(({ from_status }, i) => from_status === (told[i - 1] ?? null));
    if (finals.length === 1 && unbroken && FINAL.has(told.at(-1) ?? '')) return [];
    return [`${orderId} has the timeline ${changes.map((one) => `${one.from_status} > ${one.to_status}`).join(', ')}`];
  });
}

/** Each end is told by one message, whose repeats bear one id. */
function judgeMessages({ orders, aftermath, deliveries }: Evidence): string[] {
  const written = groupBy(aftermath.notifications, ({ order_id }) => order_id);
  const taken = deliveries.filter(({ status }) => status < 300);
  const told = groupBy(taken, ({ data }) => String(data['order_id']));
  const open = aftermath.notifications.filter(({ state }) => state === 'pending' || state === 'dead');
  return [
    ...open.map(({ order_id, type, state }) => `${type} of ${order_id} is ${state}`),
    ...orders.flatMap(({ orderId, ending }) => {
      const finals = (written.get(orderId) ?? []).filter(({ type }) => FINAL_EVENT.test(type));
      const ends = (told.get(orderId) ?? []).filter(({ type }) => FINAL_EVENT.test(type));
      const ids = new Set(ends.map(({ webhookId }) => webhookId));
      const isRight = finals.length === 1 && ids.size === 1 && ends.every(({ type }) => type === `order.${ending}`);
      return isRight ? [] : [`the end of ${orderId} was written ${finals.length} times and told by ${ids.size} ids`];
    }),
  ];
}

/** A job that is sent again is the same job: same ids, same body. */
function judgeJobs(jobs: ReadonlyMap<string, readonly string[]>): string[] {
  return [...jobs].flatMap(([orderId, marks]) =>
    new Set(marks).size === 1 ? [] : [`${orderId} was sent again as another job`],
  );
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
