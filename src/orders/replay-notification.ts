import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { NotificationRow } from '../storage/entities/notification.js';
import type { NotificationStore } from '../storage/notification-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import type { Destination, Notify } from './notify.js';

export interface ReplayParts {
  readonly notifications: NotificationStore;
  readonly notify: Notify;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Sends a dead message again: the same body under the same `webhook-id`, with all its tries before it (contract, section 10). */
export class ReplayNotification {
  constructor(private readonly parts: ReplayParts) {}

  /** 409 unless dead, and where there is nothing left to send or nowhere to send it. */
  async replay(asker: Asker, id: string): Promise<NotificationRow> {
    const { notifications, notify, unit, audit, clock } = this.parts;
    return unit.run(async (tx) => {
      const message = await notifications.get(tx, id);
      if (!message) throw Problem.notFound('notification');
      this.refuseWhatCannotGo(message);
      const now = clock.now();
      const anew = { state: 'pending', tries: 0, next_at: now, done_at: null, last_error: message.last_error };
      await notifications.update(tx, id, anew);
      await notify.schedule(tx, message.stream);
      await audit.record(tx, asker.caller, 'notification.replayed', id, { type: message.type }, asker.requestId);
      return { ...message, ...anew };
    });
  }

  private refuseWhatCannotGo(message: NotificationRow): void {
    const { notification_id: id, destination, state } = message;
    if (state !== 'dead')
      throw new Problem(409, 'wrong_state', `Notification ${id} is ${state}: only a dead one can be replayed.`);
    if (message.body === '')
      throw new Problem(
        409,
        'erased',
        `What notification ${id} said was erased with its order: there is nothing to send.`,
      );
    if (this.parts.notify.urlOf(destination as Destination, message.url) === null)
      throw new Problem(409, 'no_destination', `No URL is set for the ${destination}: set it, then replay.`);
  }
}
