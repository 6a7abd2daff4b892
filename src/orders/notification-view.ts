import type { NotificationRow } from '../storage/entities/notification.js';
import { iso, isoOrNull } from './order-view.js';

/** A message as the API shows it: without its body, which may hold what its reader may not see, and without its URL. */
export interface NotificationView {
  /** Also the message's `webhook-id`. */
  readonly notification_id: string;
  readonly destination: string;
  readonly type: string;
  readonly order_id: string | null;
  readonly state: string;
  readonly tries: number;
  readonly created_at: string;
  /** When it is tried next; null unless pending. */
  readonly next_at: string | null;
  readonly done_at: string | null;
  readonly last_error: string | null;
}

export function notificationView(row: NotificationRow): NotificationView {
  const { notification_id, destination, type, order_id, state, tries, last_error } = row;
  return {
    ...{ notification_id, destination, type, order_id, state, tries, created_at: iso(row.created_at) },
    next_at: state === 'pending' ? iso(row.next_at) : null,
    ...{ done_at: isoOrNull(row.done_at), last_error },
  };
}
