import { ATTENTION_CAUSES, attentionWords, LASTS, type AttentionCause } from './attention-words.js';

/** One thing that needs a person. Times are epoch milliseconds. */
export interface Trouble {
  readonly cause: AttentionCause;
  readonly sellerId: string | null;
  readonly shortId: string | null;
  /** What tells groups of a cause apart beside the tool: an error code, a destination. */
  readonly detail: string;
  readonly at: number;
  /** Null where it is about no order: a paused tool that nothing waits for. */
  readonly orderId: string | null;
  readonly outageId?: string;
  readonly notificationId?: string;
}

/** What has one cause, as one row. */
export interface TroubleGroup {
  readonly cause: AttentionCause;
  readonly title: string;
  readonly hint: string;
  /** Null where it is about several tools, or about none. */
  readonly shortId: string | null;
  readonly sellerId: string | null;
  /** Exact up to 1,000; more is told as that. */
  readonly count: number;
  readonly oldestAt: number;
  /** 100 at most, oldest first. */
  readonly orderIds: readonly string[];
  readonly outageIds: readonly string[];
  readonly notificationIds: readonly string[];
}

/** Most that a group tells of by number, and by id. */
export const MOST_COUNTED = 1_000;
const MOST_NAMED = 100;

/** One row for each cause of each tool, the gravest cause first, then the oldest; an outage is one row a seller, whatever tools it is of. */
export function groupTrouble(troubles: readonly Trouble[]): TroubleGroup[] {
  const groups = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const key = keyOf(trouble);
    const group = groups.get(key);
    if (group) group.push(trouble);
    else groups.set(key, [trouble]);
  }
  return [...groups.values()].map(groupOf).sort(graverFirst);
}

function keyOf({ cause, sellerId, shortId, detail }: Trouble): string {
  return JSON.stringify(cause === 'outage' ? [cause, sellerId] : [cause, sellerId, shortId, detail]);
}

function groupOf(unsorted: readonly Trouble[]): TroubleGroup {
  const all = [...unsorted].sort((a, b) => a.at - b.at);
  const [first] = all as [Trouble];
  const orders = distinct(all.map(({ orderId }) => orderId));
  const messages = distinct(all.map(({ notificationId }) => notificationId));
  const outages = distinct(all.map(({ outageId }) => outageId));
  const detail = all.some((one) => one.detail === LASTS) ? LASTS : first.detail;
  return {
    ...{ cause: first.cause, ...attentionWords(first.cause, detail) },
    shortId: all.every(({ shortId }) => shortId === first.shortId) ? first.shortId : null,
    sellerId: first.sellerId,
    count: Math.min(countOf(first.cause, all, orders, messages), MOST_COUNTED),
    oldestAt: first.at,
    orderIds: orders.slice(0, MOST_NAMED),
    outageIds: outages.slice(0, MOST_NAMED),
    notificationIds: messages.slice(0, MOST_NAMED),
  };
}

/** Work that belongs to no order counts as itself. */
function countOf(
  cause: AttentionCause,
  all: readonly Trouble[],
  orders: readonly string[],
  messages: readonly string[],
): number {
  if (cause === 'notification_dead') return messages.length;
  return cause === 'work_quarantined' && orders.length === 0 ? all.length : orders.length;
}

function distinct(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined))];
}

function graverFirst(a: TroubleGroup, b: TroubleGroup): number {
  return ATTENTION_CAUSES.indexOf(a.cause) - ATTENTION_CAUSES.indexOf(b.cause) || a.oldestAt - b.oldestAt;
}
