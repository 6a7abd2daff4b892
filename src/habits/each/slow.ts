import type { Habit } from '../habit.js';

export const slow: Habit = {
  name: 'slow',
  does: 'Each answer takes 7 seconds.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({ answer: (answer) => ({ ...answer, delayMs: 7_000 }) }),
};
