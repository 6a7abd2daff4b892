import { randomUUID } from 'node:crypto';
import type { Habit } from '../habit.js';

export const wrongOrderId: Habit = {
  name: 'wrong-order-id',
  does: 'What it says of an order names another one.',
  shows: 'both',
  changes: 'its words',
  make: () => ({ body: (words) => ({ ...words, order_id: randomUUID() }) }),
};
