import type { Habit } from '../habit.js';

export const wrongSecret: Habit = {
  name: 'wrong-secret',
  does: 'Its callbacks bear a secret that is not the one of its tool.',
  shows: 'callback',
  changes: 'its callbacks',
  make: () => ({ calls: (calls) => calls.map((call) => ({ ...call, secret: 'wrong' })) }),
};
