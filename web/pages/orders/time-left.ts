import type { ListedOrder } from '../../api/client.ts';

const FINAL: readonly string[] = ['completed', 'failed', 'expired', 'cancelled'];
/** Below this part of its whole time an order is near its end. */
const NEAR = 0.1;

export interface TimeLeft {
  /** Seconds; below zero where the deadline has passed and nobody has looked yet. */
  readonly seconds: number;
  readonly isNear: boolean;
}

export function isFinal({ status }: Pick<ListedOrder, 'status'>): boolean {
  return FINAL.includes(status);
}

/** How long an order still has; null once it has ended. */
export function timeLeft(
  order: Pick<ListedOrder, 'status' | 'created_at' | 'deadline_at'>,
  now: number,
): TimeLeft | null {
  if (isFinal(order)) return null;
  const deadline = Date.parse(order.deadline_at);
  const seconds = (deadline - now) / 1_000;
  const whole = (deadline - Date.parse(order.created_at)) / 1_000;
  return { seconds, isNear: seconds < whole * NEAR };
}
