import type { Clock } from '../domain/clock.js';
import type { OrderError } from '../domain/order.js';
import type { PastOrder, ToolHistory, Trouble } from '../storage/tool-history.js';
import type { ToolStore } from '../storage/tool-store.js';
import type { Asker } from '../storage/audit-log.js';
import { findTool } from './own-tool.js';

/** How far back statistics look, and at how many orders at most: the newest. */
const WINDOW_MS = 30 * 86_400_000;
const MOST_ORDERS = 1_000;
const PAGE = 100;

/** How a tool does, from its newest orders; test orders do not count. Numbers of an empty set are null. */
export interface ToolStats {
  readonly short_id: string;
  /** Orders created since then were looked at. */
  readonly since: string;
  /** How many orders were looked at, open and cancelled ones included; 1,000 at most. */
  readonly orders: number;
  readonly completed: number;
  readonly failed: number;
  readonly expired: number;
  /** Share of completed orders among those completed, failed or expired: 0 to 1. */
  readonly success: number | null;
  /** Seconds from forward to completion, of completed orders: half, and 95 of 100, took no longer. */
  readonly p50_s: number | null;
  readonly p95_s: number | null;
  /** Calls to the seller (forwards and checks) that ended as `timeout`. */
  readonly timeouts: number;
  /** Status checks an order took on average, of those completed, failed or expired whose attempts are still kept. */
  readonly checks_per_order: number | null;
  /** Calls to the seller (forwards and checks) whose attempts are still kept. */
  readonly calls: number;
  /** Share of them that ended as `timeout`: 0 to 1. */
  readonly timeout_rate: number | null;
  /** What an order's checks cost, of the same orders as `checks_per_order`: seconds of calls. */
  readonly check_seconds_per_order: number | null;
  readonly last_error: LastError | null;
}

/** The newest call to or from the seller that told of something wrong, of the orders looked at. */
export interface LastError {
  readonly at: string;
  readonly outcome: string;
  readonly message: string;
  readonly order_id: string;
  readonly status_code: number | null;
}

export interface ToolStatisticsParts {
  readonly tools: ToolStore;
  readonly history: ToolHistory;
  readonly clock: Clock;
}

export class ToolStatistics {
  constructor(private readonly parts: ToolStatisticsParts) {}

  async of(asker: Asker, shortId: string): Promise<ToolStats> {
    await findTool(this.parts.tools, asker, shortId);
    const since = this.parts.clock.now() - WINDOW_MS;
    const orders = await this.newest(shortId, since);
    return {
      short_id: shortId,
      since: new Date(since).toISOString(),
      ...summarise(orders),
      last_error: await this.lastError(orders),
    };
  }

  private async lastError(orders: readonly PastOrder[]): Promise<LastError | null> {
    const wrong = orders.flatMap(({ order_id, trouble_at }) => (trouble_at === null ? [] : [{ order_id, trouble_at }]));
    const newest = wrong.reduce<(typeof wrong)[number] | null>(
      (latest, one) => (latest !== null && latest.trouble_at >= one.trouble_at ? latest : one),
      null,
    );
    const trouble = newest && (await this.parts.history.trouble(newest.order_id));
    if (!newest || !trouble) return null;
    const { at, outcome, status_code } = trouble;
    const told = { at: new Date(at).toISOString(), outcome, message: messageOf(trouble) };
    return { ...told, order_id: newest.order_id, status_code };
  }

  /** Page by page with a turn of the loop between: an order may have had thousands of checks, and others wait for the reader. */
  private async newest(shortId: string, since: number): Promise<PastOrder[]> {
    const orders: PastOrder[] = [];
    while (orders.length < MOST_ORDERS) {
      const page = await this.parts.history.page(shortId, since, PAGE, orders.at(-1) ?? null);
      orders.push(...page);
      if (page.length < PAGE) break;
      await new Promise((next) => setImmediate(next));
    }
    return orders;
  }
}

/** The numbers of a set of orders; pure. */
export function summarise(orders: readonly PastOrder[]): Omit<ToolStats, 'short_id' | 'since' | 'last_error'> {
  const of = (status: string) => orders.filter((order) => order.status === status);
  const completed = of('completed');
  const ended = [...completed, ...of('failed'), ...of('expired')];
  const checked = ended.flatMap(({ checks, check_ms }) => (checks === null ? [] : [{ checks, check_ms }]));
  const [calls, timeouts] = [sum(orders.map((order) => order.calls)), sum(orders.map((order) => order.timeouts))];
  const seconds = completed.map(duration).sort((a, b) => a - b);
  return {
    orders: orders.length,
    completed: completed.length,
    failed: of('failed').length,
    expired: of('expired').length,
    success: ended.length === 0 ? null : round(completed.length / ended.length),
    p50_s: percentile(seconds, 50),
    p95_s: percentile(seconds, 95),
    timeouts,
    checks_per_order: mean(checked.map(({ checks }) => checks)),
    calls,
    timeout_rate: calls === 0 ? null : round(timeouts / calls),
    check_seconds_per_order: mean(checked.map(({ check_ms }) => check_ms / 1_000)),
  };
}

/** Seconds that the seller took: an order answered before its forward was acknowledged counts from its creation. */
function duration(order: PastOrder): number {
  const from = order.forwarded_at ?? order.created_at;
  return Math.max(0, (order.completed_at ?? from) - from) / 1_000;
}

/** Nearest rank: the smallest value that `percent` of a hundred do not exceed. */
function percentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}

/** A failure that the seller told stands in its order; of a callback that was taken there is no more than its outcome. */
function messageOf({ outcome, error, order_error }: Trouble): string {
  const told = outcome === 'failed' && order_error !== null ? (JSON.parse(order_error) as OrderError).message : null;
  return told ?? error ?? `The call ended as ${outcome}.`;
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : round(sum(numbers) / numbers.length);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function round(number: number): number {
  return Math.round(number * 1_000) / 1_000;
}
