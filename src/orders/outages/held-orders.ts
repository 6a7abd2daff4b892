import { mendingOf, type Mending } from '../../domain/outage/mending.js';
import { uncovered, type Span } from '../../domain/outage/spans.js';
import type { OrderStatus } from '../../domain/order.js';
import type { OutageRow } from '../../storage/entities/outage.js';
import type { GivenSpan, HeldRow, OutageReplayStore } from '../../storage/outage-replay-store.js';
import { errorCodeOf } from '../error-code.js';

/** An order that an outage held up, and what there is to do for it. */
export interface ToMend {
  readonly orderId: string;
  readonly shortId: string;
  readonly heldAt: number;
  readonly mending: Mending;
  /** How many milliseconds its deadline is to be moved by; 0 where it has that time already, or has ended. */
  readonly extendMs: number;
}

const PAGE = 500;

/** The time of an outage; up to `now` where it lasts. */
export function spanOf({ began_at, ended_at }: Pick<OutageRow, 'began_at' | 'ended_at'>, now: number): Span {
  return { from: began_at, to: Math.max(began_at, ended_at ?? now) };
}

/** Null where there is nothing to do for it. */
export function toMend(row: HeldRow, span: Span, given: readonly GivenSpan[]): ToMend | null {
  const mending = mendingOf(
    {
      ...{ status: row.status as OrderStatus, run: row.run, heldRun: row.held_run, forwardedAt: row.forwarded_at },
      ...{ completedAt: row.completed_at, errorCode: errorCodeOf(row.error), taken: row.taken === 1 },
      canGo: row.erased_at === null && row.tool_deleted_at === null,
    },
    span,
  );
  if (mending === null) return null;
  const goesOn = mending === 'forward' || mending === 'check';
  const extendMs = goesOn ? uncovered(span, given.map(asSpan)) : 0;
  return { orderId: row.order_id, shortId: row.short_id, heldAt: row.held_at, mending, extendMs };
}

/** All that is to do for an outage, page by page with a turn of the loop between. Looks at `most` orders at most. */
export async function* allToMend(
  store: Pick<OutageReplayStore, 'held' | 'given'>,
  outage: OutageRow,
  now: number,
  most = Infinity,
): AsyncGenerator<ToMend, void> {
  const span = spanOf(outage, now);
  for (let [after, seen] = ['', 0]; seen < most; seen += PAGE) {
    const rows = await store.held(outage.outage_id, after, PAGE);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    const given = await store.given(outage.outage_id, first.order_id, last.order_id);
    for (const row of rows) {
      const found = toMend(
        row,
        span,
        given.filter(({ order_id }) => order_id === row.order_id),
      );
      if (found) yield found;
    }
    if (rows.length < PAGE) return;
    after = last.order_id;
    await new Promise((next) => setImmediate(next));
  }
}

function asSpan({ began_at, ended_at }: GivenSpan): Span {
  return { from: began_at, to: ended_at };
}
