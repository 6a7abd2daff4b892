import type { Habit } from '../habit.js';

export const unknownIs200: Habit = {
  name: 'unknown-is-200',
  does: 'Of orders that it never saw it says that they are processing, with 200.',
  shows: 'check',
  changes: 'what it takes in',
  make: () => ({ unknown: (orderId) => ({ order_id: orderId, status: 'processing', progress: 0 }) }),
};
