import { CreatePeopleAndTools1763769600001 } from './0001-create-people-and-tools.js';
import { CreateOrdersAndTheirHistory1763769600002 } from './0002-create-orders-and-their-history.js';
import { CreateWorkAndNotifications1763769600003 } from './0003-create-work-and-notifications.js';

/** Every migration, oldest first. */
export const migrations = [
  CreatePeopleAndTools1763769600001,
  CreateOrdersAndTheirHistory1763769600002,
  CreateWorkAndNotifications1763769600003,
];
