import type { Habit } from '../habit.js';

export const drip: Habit = {
  name: 'drip',
  does: 'Its answers come a byte a second.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({ answer: (answer) => ({ ...answer, dripMs: 1_000 }) }),
};
