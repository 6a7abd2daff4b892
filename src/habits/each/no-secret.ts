import type { Habit } from '../habit.js';

export const noSecret: Habit = {
  name: 'no-secret',
  does: 'Its callbacks bear no secret.',
  shows: 'callback',
  changes: 'its callbacks',
  make: () => ({ calls: (calls) => calls.map((call) => ({ ...call, secret: 'none' })) }),
};
