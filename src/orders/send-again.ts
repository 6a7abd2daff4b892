import { originOf } from '../domain/url-rules.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderReading } from '../storage/order-store.js';
import { NEW_FORWARD } from './forward-state.js';
import type { JourneyParts } from './journey-parts.js';
import { laneOf } from './schedule-checks.js';
import type { ToolSettings } from './seller-tools.js';

const SENTENCE = 'The seller answered 404 for an order that was sent but never acknowledged: it is sent once more.';

/** The forward was sent and never answered, and the seller does not know the order: it did not arrive, so it goes once more. */
export async function sendAgain(
  { engine, change, clock }: Pick<JourneyParts, 'engine' | 'change' | 'clock'>,
  tx: Tx,
  order: OrderReading,
  { tool, attemptId }: { readonly tool: ToolSettings; readonly attemptId: string },
): Promise<void> {
  await engine.enqueue(tx, {
    ...{ kind: 'forward', subject: order.order_id, lane: laneOf(tool.shortId), lane_limit: tool.maxConcurrency },
    ...{ origin: originOf(tool.jobUrl), run: order.run, due_at: clock.now(), by_sweep: 0 },
    state: JSON.stringify({ ...NEW_FORWARD, resend: true }),
  });
  await change.note(tx, order, SENTENCE, { kind: 'check', attemptId });
}
