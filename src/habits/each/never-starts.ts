import type { Habit } from '../habit.js';

export const neverStarts: Habit = {
  name: 'never-starts',
  does: 'It takes the job, and does nothing.',
  shows: 'both',
  changes: 'its work',
  make: () => ({ workMs: () => Infinity }),
};
