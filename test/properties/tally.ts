import type { Found } from './invariants.js';

/** What the runs of a property must have come by together: one that never sees a late result proves nothing about them. */
const MUST_SEE = [
  ...['completed', 'failed', 'expired', 'cancelled', 'run 2', 'run 3', 'kept late', 'sent again'],
  ...['by callback', 'by check', 'by forward', 'by deadline', 'by cancel', 'by retry', 'by accept'],
  ...['seller_failed', 'seller_rejected', 'seller_redirected', 'seller_unreachable', 'bad_result'],
  ...['forward unconfirmed', 'forward late', 'check late', 'callback late', 'callback duplicate', 'check evicted'],
];

/** Where the runs of a property came by. */
export class Tally {
  private readonly seen = new Set<string>();

  count({ order, late, events, attempts }: Found): void {
    for (const { type, to_status, cause_kind } of events) {
      if (type === 'status') this.seen.add(to_status ?? '').add(`by ${cause_kind}`);
      if (type === 'note') this.seen.add('sent again');
    }
    for (const { kind, outcome } of attempts) this.seen.add(`${kind} ${outcome}`);
    if (order.error !== null) this.seen.add((JSON.parse(order.error) as { code: string }).code);
    if (late.length > 0) this.seen.add('kept late');
    this.seen.add(`run ${order.run}`);
  }

  /** Nothing, where enough runs were made. */
  missing(): string[] {
    return MUST_SEE.filter((what) => !this.seen.has(what));
  }
}
