import { TRANSITIONS, isFinal, type OrderStatus } from '../../src/domain/order.js';
import type { AttemptRow } from '../../src/storage/entities/attempt.js';
import type { NotificationRow } from '../../src/storage/entities/notification.js';
import type { OrderEventRow } from '../../src/storage/entities/order-history.js';
import type { OrderRow } from '../../src/storage/entities/order.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import type { Journey } from './journey.js';

/** Everything the database holds of one order. */
export interface Found {
  readonly order: OrderRow;
  readonly events: readonly OrderEventRow[];
  readonly attempts: readonly AttemptRow[];
  readonly late: readonly { attempt_id: string; result: string; answer_hash: string }[];
  readonly messages: readonly (NotificationRow & { data: OrderMessage })[];
  readonly work: readonly WorkRow[];
}

/** The calls that one row stands for. */
function eachOf(row: AttemptRow): AttemptRow[] {
  const each = { ...row, repeated: 1, last_at: null };
  return Array.from({ length: row.repeated }, (_, n) => ({ ...each, attempt_num: row.attempt_num + n }));
}

interface OrderMessage {
  readonly order_id: string;
  readonly run: number;
  readonly status: OrderStatus;
}

const CHANGES: Readonly<Record<string, string>> = {
  completed: 'order.completed',
  failed: 'order.failed',
  expired: 'order.expired',
  cancelled: 'order.cancelled',
  processing: 'order.processing',
};

export async function look({ world, orderId }: Journey): Promise<Found> {
  const rows = <Row>(sql: string) => world.read<Row>(sql, orderId);
  const { orders, attempts } = world.rooms.orders;
  const order = await orders.find(orderId);
  const messages = await rows<NotificationRow>(
    'SELECT * FROM notifications WHERE order_id = $1 ORDER BY notification_id',
  );
  if (!order) throw new Error(`Order ${orderId} is gone.`);
  return {
    order,
    events: await rows('SELECT * FROM order_events WHERE order_id = $1 ORDER BY event_id'),
    attempts: (await attempts.ofOrder(orderId, 100_000, null)).reverse().flatMap(eachOf),
    late: await rows('SELECT * FROM late_results WHERE order_id = $1 ORDER BY attempt_id'),
    messages: messages.map((row) => ({ ...row, data: (JSON.parse(row.body) as { data: OrderMessage }).data })),
    work: await rows(`SELECT * FROM work WHERE subject = $1 OR subject = 'marketplace/order/' || $1`),
  };
}

/** What must hold of an order whenever nothing is under way. Answers everything that does not, as sentences. */
export function faultsOf(found: Found, before: Found | null, journey: Journey): string[] {
  return [
    ...timelineFaults(found),
    ...endingFaults(found),
    ...workFaults(found, journey),
    ...attemptFaults(found, journey),
    ...lateFaults(found),
    ...(before === null ? [] : historyFaults(before, found)),
    ...journey.world.logged.map((line) => `something broke: ${line}`),
  ];
}

function timelineFaults({ order, events }: Found): string[] {
  const faults: string[] = [];
  const changes = events.filter((event) => event.type === 'status');
  for (const [i, { from_status: from, to_status: to, run }] of changes.entries()) {
    const last = changes[i - 1];
    if (from !== (last?.to_status ?? null)) faults.push(`change ${i} is from ${from}, after ${last?.to_status}`);
    if (from === null || last === undefined) continue;
    const rule = TRANSITIONS[from as OrderStatus].find((transition) => transition.to === to);
    if (!rule) faults.push(`${from} -> ${to} is no transition`);
    const opens = rule?.on === 'retry' || rule?.on === 'accept';
    if (run !== last.run + (opens ? 1 : 0)) faults.push(`${from} -> ${to} is of run ${run} after run ${last.run}`);
  }
  const newest = changes.at(-1);
  if (newest?.to_status !== order.status)
    faults.push(`the row says ${order.status}, the timeline ${newest?.to_status}`);
  if (newest?.run !== order.run) faults.push(`the row says run ${order.run}, the timeline run ${newest?.run}`);
  return faults;
}

/** One final transition and one final message a run that has ended; the message tells what the timeline tells. */
function endingFaults({ order, events, messages }: Found): string[] {
  const faults: string[] = [];
  const changes = events.filter((event) => event.type === 'status' && CHANGES[event.to_status ?? ''] !== undefined);
  const told = messages.filter((message) => message.type !== 'order.progress');
  const expected = changes.map((event) => `${event.run} ${CHANGES[event.to_status ?? '']}`);
  const sent = told.map((message) => `${message.data.run} ${message.type}`);
  if (expected.join() !== sent.join()) faults.push(`the marketplace was told [${sent.join()}] of [${expected.join()}]`);
  for (const { type, data } of told)
    if (CHANGES[data.status] !== type) faults.push(`${type} tells of an order that is ${data.status}`);
  for (let run = 1; run <= order.run; run++) {
    const finals = changes.filter((event) => event.run === run && isFinal(event.to_status as OrderStatus)).length;
    const ended = run < order.run || isFinal(order.status as OrderStatus);
    if (finals !== (ended ? 1 : 0)) faults.push(`run ${run} of ${order.run} has ${finals} final transitions`);
  }
  return [...faults, ...finalRowFaults(order, events)];
}

function finalRowFaults(order: OrderRow, events: readonly OrderEventRow[]): string[] {
  const faults: string[] = [];
  const final = isFinal(order.status as OrderStatus);
  if (final !== (order.completed_at !== null)) faults.push(`completed_at is ${order.completed_at}: ${order.status}`);
  if ((order.status === 'completed') !== (order.result !== null)) faults.push(`${order.status}: ${order.result}`);
  if ((order.status === 'failed') !== (order.error !== null)) faults.push(`${order.status} with error ${order.error}`);
  const last = events.filter((event) => event.type === 'status').at(-1);
  const roads: Record<string, string> = { forward: 'reply', accept: 'operator' };
  const road = roads[last?.cause_kind ?? ''] ?? last?.cause_kind ?? null;
  const byUs = ['seller_unreachable', 'bad_result'].some((code) => order.error?.includes(`"code":"${code}"`));
  const expected = (order.status === 'completed' || order.status === 'failed') && !byUs ? road : null;
  if (order.delivered_by !== expected) faults.push(`delivered_by is ${order.delivered_by}, not ${expected}`);
  return faults;
}

/** No order waits for nothing, and no work is left of one that is over. */
function workFaults({ order, work }: Found, journey: Journey): string[] {
  const kinds = work.filter((row) => row.kind !== 'notify').map((row) => `${row.kind} of run ${row.run}`);
  if (isFinal(order.status as OrderStatus)) {
    const left = work.map((row) => row.kind).join();
    return left === '' ? [] : [`work is left of an order that is ${order.status}: ${left}`];
  }
  const faults: string[] = [];
  const needs = order.status === 'processing' ? 'check' : 'forward';
  const neverChecked = order.status === 'processing' && journey.tool === 'calls-back';
  if (!neverChecked && !kinds.includes(`${needs} of run ${order.run}`))
    faults.push(`${order.status} in run ${order.run}, and nothing is going to happen: [${kinds.join()}]`);
  if (work.some((row) => row.kind !== 'notify' && row.run !== order.run))
    faults.push(`run ${order.run}: [${kinds.join()}]`);
  if (neverChecked && order.deadline_at <= journey.world.clock.now()) faults.push('it is open past its deadline');
  return faults;
}

/** Nothing that came is lost: each answer and each callback is an attempt. */
function attemptFaults({ order, attempts }: Found, { told }: Journey): string[] {
  const of = (...kinds: string[]) => attempts.filter((attempt) => kinds.includes(attempt.kind)).length;
  const faults: string[] = [];
  if (of('forward', 'check') !== told.calls) faults.push(`${told.calls} answers, ${of('forward', 'check')} attempts`);
  if (of('callback') !== told.callbacks) faults.push(`${told.callbacks} callbacks, ${of('callback')} attempts`);
  if (order.attempts !== told.calls) faults.push(`the row counts ${order.attempts} attempts of ${told.calls}`);
  return faults;
}

/** A good answer completes the order, is the accepted one again, or is kept. */
function lateFaults({ attempts, late }: Found): string[] {
  const good = attempts.filter((attempt) => attempt.response_excerpt?.includes('the result '));
  return good.flatMap(({ attempt_id, outcome }) => {
    const kept = late.filter((row) => row.attempt_id === attempt_id).length;
    if (!['completed', 'duplicate', 'late'].includes(outcome)) return [`a good answer is ${outcome}`];
    return kept === (outcome === 'late' ? 1 : 0) ? [] : [`a good answer is ${outcome}, and kept ${kept} times`];
  });
}

/** What never goes back. */
function historyFaults(before: Found, now: Found): string[] {
  const faults: string[] = [];
  if (now.order.run < before.order.run) faults.push(`run ${before.order.run} became run ${now.order.run}`);
  for (const list of ['events', 'attempts', 'late'] as const)
    if (JSON.stringify(now[list].slice(0, before[list].length)) !== JSON.stringify(before[list]))
      faults.push(`the past changed: ${list}`);
  const settled = ({ order }: Found) => JSON.stringify({ ...order, attempts: null, heard: null });
  if (before.order.status === 'completed' && settled(now) !== settled(before)) faults.push('a completed order changed');
  return faults;
}
