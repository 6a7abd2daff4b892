import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { DiskSpace } from '../domain/alert.js';
import type { Clock } from '../domain/clock.js';
import type { Notify } from '../orders/notify.js';
import type { Settings } from '../settings/load-settings.js';
import { AlertStore } from '../storage/alert-store.js';
import type { Database } from '../storage/database/database.js';
import { StateStore } from '../storage/state-store.js';
import { Alerts, type TellOperator } from '../upkeep/alerts/alerts.js';
import { RaiseAlerts } from '../upkeep/alerts/raise-alerts.js';
import { WatchState, type WatchedDisk, type WatchStateParts } from '../upkeep/alerts/watch-state.js';

export interface AlertsNeeds {
  readonly settings: Settings;
  readonly database: Database;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly waiting: WatchStateParts['waiting'];
  readonly disks: readonly WatchedDisk[];
}

/** What raises alerts, and what looks for them; nothing is looked at where nobody is to be told. */
export function makeAlerts({ settings, database, notify, clock, waiting, disks }: AlertsNeeds) {
  const state = new StateStore(database);
  const isOn = settings.operatorAlertUrl !== undefined;
  const store = new AlertStore(database);
  const tell: TellOperator = (tx, key, type, data) =>
    notify.send(tx, { destination: 'operator', stream: `operator/alert/${key}`, type, data });
  const alerts = new Alerts(store, tell, clock);
  const watched = { alerts, store, state, unit: database.unit, clock, waiting, disks, host: hostname() };
  return {
    raise: new RaiseAlerts(isOn ? alerts : null, state, database.unit),
    watch: isOn ? new WatchState(watched) : null,
  };
}

export type AlertsRoom = ReturnType<typeof makeAlerts>;

/** The folders that we write to on this machine's disks. */
export function watchedDisks(
  { database, storage }: Pick<Settings, 'database' | 'storage'>,
  spaceOf: (folder: string) => Promise<DiskSpace>,
): WatchedDisk[] {
  const folders = [
    ...('path' in database ? [{ name: 'data', folder: dirname(database.path) }] : []),
    ...(storage.kind === 'file' ? [{ name: 'files', folder: storage.path }] : []),
  ];
  return folders.map(({ name, folder }) => ({ name, space: () => spaceOf(folder) }));
}
