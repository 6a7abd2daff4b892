import type { OrderStatus } from '../domain/order.js';
import type { OrderView, ResultView } from './order-view.js';

export type OperationStatus = 'Running' | 'Succeeded' | 'Failed' | 'Canceled';

/** An order as a long-running operation (contract, section 2, `/operation`). */
export interface OperationView {
  readonly status: OperationStatus;
  readonly percentComplete: number;
  readonly result?: ResultView;
  readonly error?: { readonly code: string; readonly message: string };
}

const STATUS: Readonly<Record<OrderStatus, OperationStatus>> = {
  received: 'Running',
  forwarding: 'Running',
  processing: 'Running',
  completed: 'Succeeded',
  failed: 'Failed',
  expired: 'Failed',
  cancelled: 'Canceled',
};

const EXPIRED = { code: 'expired', message: 'No result came before the deadline of the order.' };

export function operationView(order: OrderView): OperationView {
  const status = STATUS[order.status];
  const error = order.error ?? (order.status === 'expired' ? EXPIRED : null);
  return {
    status,
    percentComplete: order.progress ?? 0,
    ...(status === 'Succeeded' && order.result ? { result: order.result } : {}),
    ...(status === 'Failed' && error ? { error: { code: error.code, message: error.message } } : {}),
  };
}
