import type { Habit } from '../habit.js';

export const duplicateCallback: Habit = {
  name: 'duplicate-callback',
  does: 'The callback that ends an order is made three times at once.',
  shows: 'callback',
  changes: 'its callbacks',
  make: () => ({
    calls: (calls) => calls.map((call) => (call.says === 'end' ? { ...call, copies: 3 } : call)),
  }),
};
