import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { NotificationRow } from '../../storage/entities/notification.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { StateStore } from '../../storage/state-store.js';
import type { AlertCause, Alerts } from './alerts.js';

/** What happens at an instant, and is told of by whoever sees it. Nothing is kept where no operator is to be told. */
export class RaiseAlerts {
  /** `alerts`: null where no `OPERATOR_ALERT_URL` is set. */
  constructor(
    private readonly alerts: Alerts | null,
    private readonly state: Pick<StateStore, 'isOfTestOrder'>,
    private readonly unit: UnitOfWork,
  ) {}

  /** A message was given up; in the transaction that gives it up. Test orders have no messages. */
  async messageDied(tx: Tx, message: NotificationRow, problem: string | null): Promise<void> {
    const { notification_id, type, order_id, destination } = message;
    const facts = { notification_id, type, order_id, destination, last_error: problem };
    await this.alerts?.lasts(tx, { ...deadMessages(destination), facts });
  }

  /** A piece of work ended its process each time it was tried, and is tried no more. */
  async workQuarantined(work: Pick<WorkRow, 'kind' | 'subject'>): Promise<void> {
    const { alerts } = this;
    if (!alerts || (await this.state.isOfTestOrder(work))) return;
    const facts = { kind: work.kind, subject: work.subject };
    await this.unit.run((tx) => alerts.lasts(tx, { ...quarantine(work.kind), facts }));
  }
}

/** Messages to a destination are given up. */
export function deadMessages(destination: string): AlertCause {
  const message =
    `Messages to the ${destination} are given up after three days of tries: mend its receiver, look at ` +
    'GET /v1/notifications?state=dead, and replay them.';
  return { type: 'notification.dead', about: destination, message };
}

/** Work of a kind was put in quarantine. */
export function quarantine(kind: string): AlertCause {
  const message =
    `Work of kind ${kind} ended its process each time it was tried, and is tried no more: read the log before those ends, ` +
    'and report it as a defect.';
  return { type: 'work.quarantined', about: kind, message };
}
